use super::*;
use proptest::prelude::*;

fn good() -> InvoiceForm {
    InvoiceForm {
        account: "6222 0000-0000 0000".into(),
        email: "caiwu@qinghe.example".into(),
        mobile: "13800001234".into(),
        phone: "0990-0000000".into(),
        bank: "澜州银行东湖支行".into(),
        ..InvoiceForm::starting("澜州青禾建设有限公司（示例）", "91990102ma7qx3t58b")
    }
}

#[test]
fn a_good_form_becomes_a_buyer() {
    let profile = good().check(None).unwrap();
    let buyer = profile.to_buyer();
    assert_eq!(
        (buyer.title.as_str(), buyer.tax_number.as_str()),
        ("澜州青禾建设有限公司（示例）", "91990102MA7QX3T58B")
    );
    assert_eq!(buyer.account, "6222000000000000");
    assert_eq!(profile.email.as_str(), "caiwu@qinghe.example");
}

#[test]
fn the_page_is_filled_without_the_mobile_and_an_empty_one_keeps_it() {
    let saved = good().check(None).unwrap();
    let page = InvoiceForm::from_profile(&saved);
    assert_eq!(page.mobile, "");
    assert_eq!(page.check(Some(&saved)), Ok(saved.clone()));
    assert_eq!(page.check(None).unwrap().mobile, None);
    assert!(!format!("{:?}{page:?}", good()).contains("1380000"));
}

#[test]
fn each_field_is_judged_for_itself() {
    type Edit = fn(&mut InvoiceForm);
    let cases: &[(Edit, &str, &str)] = &[
        (|f| f.title.clear(), "title", "请填写发票抬头"),
        (|f| f.title = "青".repeat(101), "title", "发票抬头最多 100 个字，现在是 101 个，请缩短"),
        (|f| f.title = "青\u{0}禾".into(), "title", "发票抬头里有看不见的字符，请删掉后用键盘重新输入"),
        (|f| f.tax_number.clear(), "tax_number", "请填写纳税人识别号"),
        (|f| f.tax_number = "1".repeat(14), "tax_number", "纳税人识别号应为 15–20 位，现在是 14 位，请照税务登记核对"),
        (|f| f.tax_number = "1".repeat(21), "tax_number", "纳税人识别号应为 15–20 位，现在是 21 位，请照税务登记核对"),
        (|f| f.tax_number = "税号".into(), "tax_number", "纳税人识别号只含数字和字母，请照税务登记核对"),
        (|f| f.address = "路".repeat(101), "address", "注册地址最多 100 个字，现在是 101 个，请缩短"),
        (|f| f.phone = "1".repeat(21), "phone", "注册电话最多 20 个字，现在是 21 个，请缩短"),
        (|f| f.phone = "电话".into(), "phone", "注册电话只含数字、短横和括号，请按 0990-0000000 的样子填写"),
        (|f| f.bank = "行".repeat(101), "bank", "开户银行最多 100 个字，现在是 101 个，请缩短"),
        (|f| f.account = "1234".into(), "account", "银行账号应为 5–50 位数字，现在是 4 位，请照开户许可证核对"),
        (|f| f.account = "1".repeat(51), "account", "银行账号应为 5–50 位数字，现在是 51 位，请照开户许可证核对"),
        (|f| f.account = "12345a".into(), "account", "银行账号只含数字、空格和短横，请照开户许可证核对"),
        (|f| f.email.clear(), "email", "请填写收票邮箱"),
        (
            |f| f.email = "caiwu@".into(),
            "email",
            "收票邮箱“caiwu@”不是完整的邮箱地址，请按 caiwu@qinghe.example 的样子填写",
        ),
        (|f| f.mobile = "138".into(), "mobile", "收票手机号应为 1 开头的 11 位数字，请照手机号核对"),
        (|f| f.remark = "注".repeat(101), "remark", "备注最多 100 个字，现在是 101 个，请缩短"),
    ];
    for (edit, field, message) in cases {
        let mut form = good();
        edit(&mut form);
        let errors = form.check(None).unwrap_err();
        assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
    }
}

#[test]
fn borders_are_inside() {
    for (tax, account) in [(15, 5), (20, 50)] {
        let form = InvoiceForm { tax_number: "1".repeat(tax), account: "1".repeat(account), ..good() };
        assert!(form.check(None).is_ok(), "{tax} {account}");
    }
}

proptest! {
    #[test]
    fn any_string_is_judged_without_panic(text in any::<String>()) {
        let (tax_number, account, email, phone) = (text.clone(), text.clone(), text.clone(), text.clone());
        let _ = InvoiceForm { tax_number, account, email, phone, title: text, ..good() }.check(None);
    }
}
