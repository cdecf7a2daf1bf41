//! `report.html`: one page that fetches nothing, runs nothing of a scenario, and says what the verdict says.

use super::program::{Desk, SHORT, SMALL};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;
use std::process::Command;

const SVG: &str = "http://www.w3.org/2000/svg";
const HTML: &str = "http://www.w3.org/1999/xhtml";

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
    let charts: Vec<Node<'_, '_>> = document.descendants().filter(|node| node.has_tag_name((SVG, "svg"))).collect();
    let whole = charts.iter().filter(|chart| chart.parent().and_then(|parent| parent.attribute("data-of")) == Some(""));
    assert_eq!(whole.count(), desk.files("a/charts").keys().filter(|name| name.ends_with(".svg")).count());
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

/// Charts with a panel a variant have a picture of each variant alone, which says so in words and is not there before it is asked for.
#[test]
fn charts_zoom_to_a_variant() {
    let (_, page) = report("");
    let document = parse(&page);
    let chart = document.descendants().find(|node| node.attribute("id") == Some("chart-users")).unwrap();
    let zoomed: Vec<Node<'_, '_>> = chart.descendants().filter(|node| node.attribute("data-of").is_some_and(|of| !of.is_empty())).collect();
    let options: Vec<String> = chart.descendants().filter(|node| node.has_tag_name((HTML, "option"))).map(words).collect();
    assert!(zoomed.len() > 1 && options.len() == zoomed.len() + 1 && options[0] == "all variants", "{options:?}");
    for (i, picture) in zoomed.iter().enumerate() {
        assert!(picture.attribute("hidden").is_some() && picture.attribute("data-of") == Some(&*i.to_string()));
        let svg = picture.children().find(|node| node.has_tag_name((SVG, "svg"))).unwrap();
        assert!(svg.attribute("aria-label").unwrap().contains(&format!(": {}.", options[i + 1])));
        assert!(words(svg).contains(&options[i + 1]), "its panel is called after it");
        assert!(options[1..].iter().all(|other| *other == options[i + 1] || !words(svg).contains(other.as_str())), "and no other is in it");
    }
    let (_, alone) = report("--variant as-is");
    assert!(!alone.contains("Zoom"), "nothing to zoom to");
}

/// Relative luminance and contrast as the Web Content Accessibility Guidelines 2.2 define them.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let part = |i: usize| {
            let x = f64::from(u8::from_str_radix(&color[i..i + 2], 16).unwrap()) / 255.0;
            if x <= 0.04045 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_stand_out_from_their_ground() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9 && contrast("#777777", "#ffffff") < 4.5, "the known values");
    let (_, page) = report("");
    let value = |name: &str| page.split(&format!("--{name}: ")).nth(1).unwrap()[..7].to_owned();
    let grounds = ["#ffffff".to_owned(), value("ground")];
    for ink in ["ink", "soft", "accent", "yes", "no", "open"] {
        for ground in &grounds {
            assert!(contrast(&value(ink), ground) >= 4.5, "{ink} on {ground}: {:.2}", contrast(&value(ink), ground));
        }
    }
}

/// Chooses, sorts, finds and enlarges as a reader would, and leaves what came of it in the page.
const READER: &str = "<script>(function () {
  function set(id, event, value) { var e = document.querySelector(id); e.value = value; e.dispatchEvent(new Event(event)); }
  function shown(q) { return Array.from(document.querySelectorAll(q)).filter(function (e) { return e.offsetParent !== null; }).length; }
  var told = [shown('#chart-users .chart'), document.querySelector('#chart-users .chart:not([hidden])').dataset.of];
  set('#all-charts', 'change', '1');
  told.push(shown('#chart-users .chart'), document.querySelector('#chart-users .chart:not([hidden])').dataset.of);
  var rows = shown('#all-figures tbody tr');
  set('#words', 'input', 'users');
  told.push(shown('#all-figures tbody tr') > 0 && shown('#all-figures tbody tr') < rows);
  var head = document.querySelectorAll('#all-figures thead button')[3];
  head.click();
  told.push(head.textContent, head.parentNode.getAttribute('aria-sort'));
  document.querySelector('#chart-users button').click();
  told.push(document.querySelector('#chart-users').classList.contains('large'));
  told.push(document.documentElement.scrollWidth <= window.innerWidth);
  document.body.setAttribute('data-told', told.join(' '));
}());</script></body>";

/// In a browser, where one is: it renders, what a reader does has its effect, no error is printed and nothing is asked for.
#[test]
fn a_browser_renders_it() {
    let (desk, page) = report("");
    let browsers = ["chromium", "chromium-browser", "google-chrome", "chrome-headless-shell"];
    let Some(browser) = browsers.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
    else {
        println!("skipped: there is no Chromium here");
        return;
    };
    desk.write("read.html", &page.replace("</body>", READER));
    let address = format!("file://{}", desk.path("read.html").display());
    // A telephone's width; a request to anywhere would fail, and be logged.
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        "--v=0",
        "--window-size=500,900",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ];
    let output = Command::new(browser).args(flags).arg("--dump-dom").arg(address).output().unwrap();
    let (dom, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(dom.contains("class=\"scripted\""), "the script ran: {log}");
    assert!(!log.contains("CONSOLE") && !log.contains("ERR_"), "{log}");
    let told = dom.split("data-told=\"").nth(1).map(|rest| rest.split('"').next().unwrap_or("")).unwrap_or("");
    assert_eq!(told, "1  1 1 true Mean ascending true true", "{log}");
}

/// Levels that are far from what was observed are named; those that are near are not.
#[test]
fn chains_far_from_what_was_observed_are_named() {
    let desk = Desk::new();
    let told = |deep: f64, apart: f64, folder: &str| {
        let observed = format!("transactions_per_day = {{ deep = {deep}, apart = {apart} }}");
        desk.write("observed.toml", &format!("extends = 'small.toml'\n[calibration]\n{observed}\n"));
        desk.succeed(&format!("run observed.toml {SHORT} --factors off --out {folder} --no-charts --quiet"));
        desk.read(&format!("{folder}/report.html"))
    };
    let a_day = |chain: &str| {
        let (rows, name) = (desk.rows("far", "summary"), format!("chain.{chain}.transactions"));
        let cells = rows.iter().map(|row| row.split(',').collect::<Vec<_>>());
        let first = rows[0].split(',').next().unwrap();
        let a_year: Vec<f64> = cells.filter(|c| c[0] == first && c[2] == name).map(|c| c[3].parse().unwrap()).collect();
        a_year.iter().sum::<f64>() / a_year.len() as f64 / 365.0
    };
    assert!(told(1e-3, 1e12, "far").contains("more than double of what was observed: deep, apart."));
    let (deep, apart) = (a_day("deep"), a_day("apart"));
    assert!(told(deep * 1.9, apart * 2.1, "one").contains("more than double of what was observed: apart."));
    assert!(!told(deep * 0.6, apart * 1.9, "near").contains("more than double of what was observed"));
}
