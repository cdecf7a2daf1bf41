//! `report.html`: one page that fetches nothing, runs nothing of a scenario, and says what the verdict says.

use super::program::{Desk, SHORT, SMALL};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;
use std::process::Command;

fn parse(page: &str) -> Document<'_> {
    Document::parse_with_options(page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap()
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect()
}

fn report(flags: &str) -> (Desk, String) {
    let desk = Desk::new();
    desk.succeed(&format!("run small.toml {SHORT} --out a --quiet {flags}"));
    let page = desk.read("a/report.html");
    (desk, page)
}

#[test]
fn headings_are_in_order_names_are_unique_and_charts_have_words() {
    let (desk, page) = report("");
    let document = parse(&page);
    let level = |node: Node<'_, '_>| node.tag_name().name().strip_prefix('h')?.parse::<u32>().ok();
    let levels: Vec<u32> = document.descendants().filter_map(level).collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    let names: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let charts: Vec<Node<'_, '_>> =
        document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "svg"))).collect();
    assert_eq!(charts.len(), desk.files("a/charts").keys().filter(|name| name.ends_with(".svg")).count());
    assert!(
        charts.iter().all(|chart| chart.attribute("role") == Some("img") && chart.attribute("aria-label").is_some_and(|l| l.len() > 30))
    );
    for label in document.descendants().filter(|node| ["input", "select"].contains(&node.tag_name().name())) {
        assert!(label.parent().is_some_and(|parent| parent.tag_name().name() == "label"), "a control without a label");
    }
    let html = document.root_element();
    assert_eq!(html.attribute("lang"), Some("en"));
    assert!(page.contains("name=\"viewport\""));
}

#[test]
fn nothing_is_fetched() {
    let (_, page) = report("");
    let document = parse(&page);
    for node in document.descendants() {
        for attribute in node.attributes().filter(|a| ["src", "href", "srcset", "action", "data", "poster"].contains(&a.name())) {
            assert!(attribute.value().starts_with('#'), "{} {}", node.tag_name().name(), attribute.value());
        }
        let forbidden = ["link", "iframe", "object", "embed", "base", "img", "image", "use"];
        assert!(!forbidden.contains(&node.tag_name().name()), "{}", node.tag_name().name());
    }
    assert!(!page.contains("@import") && !page.contains("url(") && !page.contains("fetch(") && !page.contains("XMLHttpRequest"));
}

#[test]
fn it_says_what_the_verdict_says() {
    let (desk, page) = report("");
    let said = words(parse(&page).root_element());
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (said, verdict) = (plain(&said), plain(&desk.read("a/verdict.txt")));
    let first = verdict.split('.').next().unwrap();
    assert!(said.contains(first), "{first}");
    for row in desk.read("a/verdict.txt").lines().filter(|line| line.contains("% interval") || line.starts_with("operator profit")) {
        assert!(
            row.split_whitespace().all(|word| said.contains(word) || ["difference", "unit", "mean", "positive", "5-95"].contains(&word)),
            "{row}"
        );
    }
    let manifest = desk.manifest("a");
    let wanted = [manifest["run_id"].as_str().unwrap(), manifest["version"].as_str().unwrap(), "Does anything change?"];
    assert!(wanted.iter().all(|fact| said.contains(fact)));
    assert!(said.contains(&plain(manifest["resolved_scenario"].as_str().unwrap())), "the whole scenario");
}

#[test]
fn free_text_is_text() {
    let desk = Desk::new();
    let evil = "</style></script><script>alert(1)</script><img src=x onerror='alert(2)'/>&amp;\\u0007";
    desk.write("evil.toml", &SMALL.replace("Does anything change?", evil).replace("Small world", "\\\" onload=\\\"alert(3)"));
    desk.succeed(&format!("run evil.toml {SHORT} --out a --quiet"));
    let page = desk.read("a/report.html");
    let document = parse(&page);
    let scripts: Vec<Node<'_, '_>> = document.descendants().filter(|node| node.tag_name().name() == "script").collect();
    assert_eq!((scripts.len(), words(scripts[0]).contains("alert")), (1, false));
    assert!(document.descendants().all(|node| node.attributes().all(|a| !a.name().starts_with("on"))), "no handlers");
    assert!(document.descendants().all(|node| node.tag_name().name() != "img"));
    assert!(words(document.root_element()).contains("<script>alert(1)</script>"), "it is shown as it was written");
}

#[test]
fn threads_change_no_byte_and_without_charts_it_says_so() {
    let ((_, one), (_, two)) = (report("--threads 1"), report("--threads 4"));
    assert!(one == two);
    let (_, bare) = report("--no-charts --variant as-is");
    assert!(bare.contains("l2niche run again.toml --variant as-is</code>"), "only what was chosen comes again");
    assert!(bare.contains("No charts were drawn.") && !bare.contains("<svg"));
    parse(&bare);
}

/// In a browser, where one is: it renders, the script runs, and no error is printed.
#[test]
fn a_browser_renders_it() {
    let (desk, _) = report("");
    let browsers = ["chromium", "chromium-browser", "google-chrome", "chrome-headless-shell"];
    let Some(browser) = browsers.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
    else {
        println!("skipped: there is no Chromium here");
        return;
    };
    let page = format!("file://{}", desk.path("a/report.html").display());
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", "--dump-dom"];
    let output = Command::new(browser).args(flags).arg(page).output().unwrap();
    let (dom, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(dom.contains("class=\"scripted\""), "the script ran: {log}");
    assert!(!log.contains("CONSOLE") && !log.contains("ERR_"), "{log}");
}
