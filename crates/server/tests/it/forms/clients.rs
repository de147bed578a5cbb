//! The form of 接口客户端, of administrators.

use super::{Field, Sheet, value, words};
use crate::world::World;

#[tokio::test]
async fn each_field_of_an_api_client_is_judged_for_itself() {
    const FIELDS: [Field; 2] = [
        words("name", 50).required().wrong(&["投"]),
        value("project", &["0", "99", "abc", "1 or 1=1"], &["2"]).required(),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let path = "/cakey/staff/clients";
    let good = vec![("name", "表单试用系统"), ("project", "1")];
    let sheet = Sheet { browser: &admin, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all(|page| page.status == 200 && page.text().contains("令牌只显示这一次")).await;
    for hidden in ["", "x", "\0"] {
        sheet.send(None, "op", hidden).await.answers(400, &["没有保存任何内容"]);
    }
}
