//! The form of a decision, with its two halves: 通过 with a waybill, 拒绝 with reasons.

use super::{Field, Sheet, is_too_old, value, words};
use crate::world::{COURIER, World};

const MEMO: Field = words("memo", 200);

#[tokio::test]
async fn each_field_of_a_decision_is_judged_for_itself_in_both_halves() {
    const LONG: &str = "SF1234567890123456789012345678901";
    const APPROVAL: [Field; 3] = [
        value("carrier", &["pigeon", "顺丰速运"], &["ems", "other"]).required(),
        value("waybill", &["12345", LONG, "单号一二三四五", "SF1234.567890"], &["123456", "ＳＦ12 3456 7890 123"])
            .required(),
        MEMO,
    ];
    const REJECTION: [Field; 2] = [words("why", 200).right(&["第一行\n第二行"]), MEMO];
    // Several may be ticked, so it alone may come twice.
    const REASON: Field = value("r", &["moon", "MISMATCH", "mismatch,no_stamp"], &[]).required();

    let world = World::start().await;
    let order = world.company("字段审核").await.complete_profile().await.paid_order(COURIER).await;
    let reviewer = world.staff("shenhe").await;
    let page = format!("/cakey/staff/review/{}", order.number);
    let action = format!("{page}/decide");
    let sheet = |good: Vec<(&'static str, &'static str)>, fields: &'static [Field]| Sheet {
        browser: &reviewer.browser,
        page: &page,
        action: &action,
        good,
        fields,
    };
    let ok =
        vec![("version", "0"), ("d", "ok"), ("carrier", "sf"), ("waybill", "SF1234567890123"), ("memo", "原件已核对")];
    sheet(ok, &APPROVAL).try_all(is_too_old).await;
    let no = vec![("version", "0"), ("d", "no"), ("r", "mismatch"), ("why", "请重新拍照"), ("memo", "第二次")];
    let no = sheet(no, &REJECTION);
    no.try_all(is_too_old).await;
    no.must_all_be_refused(None, &REASON).await;

    let version = order.row().await.version.to_string();
    for (button, status) in [("", 400), ("maybe", 400), ("no", 422)] {
        let typed = [("version", &*version), ("d", button)];
        assert_eq!(reviewer.decide(&order.number, &typed).await.status, status, "{button}");
    }
    let personal = format!("{page}/personal");
    let form = reviewer.review(&order.number).await.form(&personal);
    assert_eq!(reviewer.browser.submit(&form, &[("field", "shoe_size")]).await.status, 404);
    assert_eq!(order.row().await.status, "under_review");
    reviewer.reject(&order.number, &"请".repeat(200)).await;
}
