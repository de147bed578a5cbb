use super::*;

const PAGE: &str = "crates/web/src/orders/list.html";
const SHEET: &str = "crates/web/assets/style.css";

fn found(path: &str, text: &str) -> Vec<(usize, String)> {
    let findings = check(&Project::planted(&[(path, text)]));
    findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
}

fn lines(path: &str, text: &str) -> Vec<usize> {
    found(path, text).into_iter().map(|(line, _)| line).collect()
}

#[test]
fn a_page_as_it_should_be_is_free() {
    let page = r#"{% extends "layout.html" %}
{# A comment
     may stand as it likes. <p><p> #}
{%- import "form.html" as form -%}

{%- macro thing(name, open = false) -%}
 <li{% if open %} class="on"{% endif %}>{{ name }}<br><b>x</b></li>
{%- endmacro -%}

{% block content %}
 <div class="ph" id="top"
  data-open>
  <h1>{% if saved %}修改 <b>{{ number }}</b>{% else %}申请{% endif %}</h1>
  {%- if rows.is_empty() %}
   {{ form::text("a", "b", long,
    max = 2) }}
  {%- else if open %}
   <td>a</td>
  {%- else -%}
   <a href="?a=1&amp;{{ rest }}">{# -#}
    {{- icon::home() }} a < b</a>
  {%- endif %}
  {%- match act -%}
   {%- when Act::Pay -%}
    <p>a</p>
   {%- when Act::Edit { of: "</p>" } -%}{{ edit() }}
  {%- endmatch -%}
  {%- call form::field("n") -%}
   <svg class="big" width="20" height="20"><path stroke="none" d="M0" class="x"/></svg>
  {%- endcall %}
 </div>
 {%- if framed %}
  <div class="{% if a == "b" %}c{% endif %}">
  {%- endif %}
  <p>inside</p>
  {%- if framed %}
  </div>
 {%- endif %}
{% endblock %}
"#;
    assert_eq!(found(PAGE, page), []);
    assert_eq!(found("docs/example.html", "<p><p>"), [], "what is no crate's is free");
}

#[test]
fn a_line_of_more_than_160_columns_is_found_and_a_chinese_sign_is_one_column() {
    let fits = format!("<p>{}</p>", "字".repeat(153));
    assert!(lines(PAGE, &fits).is_empty());
    assert_eq!(found(PAGE, &format!("\n{fits}.")), [(2, "161 columns, at most 160".to_owned())]);
    assert_eq!(lines(SHEET, &format!(".a{{b:{}}}", "c".repeat(156))), [1]);
}

#[test]
fn a_second_block_on_a_line_is_found() {
    let own = |word: &str| format!("<{word}> begins no line of its own");
    assert_eq!(found(PAGE, "<p>a</p><p>b</p>"), [(1, own("p"))]);
    assert_eq!(found(PAGE, "<dl><dt>a</dt>\n</dl>"), [(1, own("dt"))]);
    assert_eq!(found(PAGE, "<tr>\n <td>a</td></tr>"), [(2, own("/tr"))]);
    assert_eq!(found(PAGE, "<ul>\n <li>a\n</li></ul>"), [(3, own("/ul"))]);
    assert_eq!(found(PAGE, "<div>\n a</div>"), [(2, own("/div"))]);
    assert_eq!(found(PAGE, "<div>\n</div><p>a</p>"), [(2, own("p"))]);
    assert_eq!(found(PAGE, "<p>a</p>{% if b %}<hr>{% endif %}"), [(1, own("hr"))]);
    assert_eq!(found(PAGE, "<i>a</i><b>b</b><p>c</p>"), []);
}

#[test]
fn a_wrong_level_is_found() {
    assert_eq!(found(PAGE, "<div>\n<p>a</p>\n</div>"), [(2, "0 blanks at level 1".to_owned())]);
    assert_eq!(found(PAGE, "<div>\n <p>a</p>\n </div>"), [(3, "1 blanks at level 0".to_owned())]);
    assert_eq!(found(PAGE, "<p>\n\ta\n</p>"), [(2, "0 blanks at level 1".to_owned())]);
    assert_eq!(lines(PAGE, "{% if a %}\n<p>b</p>\n{% else %}\n  <p>c</p>\n {% endif %}"), [2, 4, 5]);
    assert_eq!(lines(PAGE, "{% match a %}\n{% when b %}\n  c\n {% when d %}\n{% endmatch %}"), [2]);
    assert_eq!(lines(PAGE, " <a>\n  <b id=\"c\"\n  href=\"d\">"), [1, 2, 3]);
    assert!(lines(PAGE, "<span>\n <a>\n  b\n</a></span>\n").is_empty());
}

#[test]
fn attributes_out_of_their_order_and_unknown_ones_are_found() {
    assert_eq!(found(PAGE, "<a href=\"b\" class=\"c\">d</a>"), [(1, "class belongs before href".to_owned())]);
    assert_eq!(lines(PAGE, "<input{% if a %} required{% endif %} name=\"{{ b[\"c\"] }}\">"), [1]);
    assert_eq!(lines(PAGE, "<p aria-label=\"a\" role=\"b\">c</p>\n<p data-a tabindex=\"0\">b</p>"), [1, 2]);
    assert_eq!(found(PAGE, "<p onclick=\"a\">b</p>"), [(1, "onclick has no place in the order".to_owned())]);
    assert_eq!(found(PAGE, "<button class=\"a\" type=\"b\" {{ ties }} disabled aria-b=\"c\" data-d>e</button>"), []);
}

#[test]
fn a_parameter_that_could_hide_a_field_of_the_page_is_found() {
    let planted = "{%- macro field(row_name, label, open: bool = false) -%}\n {{- caller() -}}\n{%- endmacro -%}\n\
                   {%- macro text(label) -%}\n {{- label -}}\n{%- endmacro -%}\n";
    let what = |name: &str| format!("{name}: a macro with a call block names its parameters row_…");
    assert_eq!(found(PAGE, planted), [(1, what("label")), (1, what("open"))]);
}

#[test]
fn a_second_block_on_a_line_of_a_sheet_and_a_wrong_level_are_found() {
    assert_eq!(found(SHEET, ".a{b:c}.d{e:f}"), [(1, "more than one block on a line".to_owned())]);
    assert_eq!(lines(SHEET, "@media print{.a{b:c}}"), [1]);
    assert!(lines(SHEET, "/* {{ */\n.a,\n.b{c:d;\n e:f}\n@media print{\n .a{b:c}\n}\n").is_empty());
    assert_eq!(lines(SHEET, "@media print{\n.a{b:c}\n }\n/* a\n b */\n .d{\ne:f}"), [2, 3, 6, 7]);
}
