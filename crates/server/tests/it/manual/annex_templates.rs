//! The annex of the manual: 申请表模板 and 办理网点, for everybody.

use crate::world::World;

#[tokio::test]
async fn everybody_can_fetch_the_empty_forms() {
    let world = World::start().await;
    let visitor = world.visitor();
    let page = visitor.get("/cakey/templates").await;
    page.says(&["申请表模板", "数字证书申请表", "电子签章申请表与印模采集表", "法人授权委托书"]);
    let files: Vec<String> =
        page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    let files: Vec<_> = files.iter().filter(|url| url.ends_with(".pdf")).collect();
    assert_eq!(files.len(), 3);
    for url in files {
        let file = visitor.get(url).await;
        assert_eq!((file.status, &file.bytes[..5]), (200, &b"%PDF-"[..]), "{url}");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
    }
    visitor.get("/cakey/templates/other.pdf").await.answers(404, &["没有这个页面"]);
}

#[tokio::test]
async fn everybody_can_read_where_the_outlets_are_and_when_they_are_open() {
    let world = World::start().await;
    let page = world.visitor().get("/cakey/outlets").await;
    page.says(&["东湖网点", "东湖区政务服务中心二楼 B12 窗口", "0990-0000001", "工作日 9:00–17:00", "西岭网点"]);
}

#[tokio::test]
async fn every_page_leads_to_the_annexes_and_the_manual() {
    let world = World::start().await;
    for path in ["/cakey/", "/cakey/register", "/cakey/staff", "/cakey/help"] {
        let page = world.visitor().get(path).await;
        for link in ["/cakey/templates", "/cakey/outlets", "/cakey/help"] {
            assert!(page.html.contains(&format!("href=\"{link}\"")), "{path}: {link}");
        }
    }
}
