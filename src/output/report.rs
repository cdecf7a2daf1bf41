//! The report of a run: one page that needs nothing else, for people who will not open a terminal.
//!
//! Question, answer in words, charts, figures, assumptions, warnings, distance from the real world, provenance. It is well-formed XML as well as
//! HTML, fetches nothing, and reads the same without its script, which sorts, filters, enlarges and zooms. All sentences are the verdict's own.

mod html;

use crate::experiment::verdict::{Answer, Line, Section, Spoken};
use crate::metrics::digest::of_bytes;
use crate::output::gallery::{Drawing, Omission};
use crate::output::manifest::{COMMIT, VERSION};
use crate::scenario::{Apply, FactorInfo, Scenario, Spacing, VariantInfo, Warning};
use html::{element, list, section, table, text};
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("report/style.css");
const SCRIPT: &str = include_str!("report/script.js");
const SVG: &str = "http://www.w3.org/2000/svg";
/// The page may run what is in it, and may ask for nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// Charts that answer, before those that explain.
const FIRST: [&str; 3] = ["regimes", "verdict", "effect"];

/// What a report is made of.
#[derive(Debug)]
pub struct Report<'a> {
    /// The scenario that was run.
    pub scenario: &'a Scenario,
    /// Its resolved text.
    pub resolved: &'a str,
    /// Short name of the run.
    pub run_id: &'a str,
    /// The verdict.
    pub spoken: &'a Spoken,
    /// Charts; none if none were asked for.
    pub drawings: &'a [Drawing],
    /// Charts with each variant alone, by name, `[variant]`.
    pub each_variant: &'a BTreeMap<&'static str, Vec<Option<String>>>,
    /// Charts left out.
    pub omissions: &'a [Omission],
    /// What to know before trusting a result.
    pub warnings: &'a [Warning],
    /// Chains whose transactions a day were observed: name, observed, of the first variant's world.
    pub observed: &'a [(String, f64, f64)],
}

impl Report<'_> {
    /// The page.
    #[must_use]
    pub fn page(&self) -> String {
        let title = self.title();
        let parts = [
            ("answer", "The answer", self.answer()),
            ("charts", "Charts", self.charts()),
            ("figures", "Figures", self.figures()),
            ("assumptions", "Assumptions", self.assumptions()),
            ("warnings", "Before you trust it", self.cautions()),
            ("real", "How far this world is from the real one", self.real()),
            ("provenance", "Where these numbers come from", self.provenance()),
        ];
        let links: String = parts.iter().map(|(id, name, _)| format!("<li><a href=\"#{id}\">{}</a></li>\n", text(name))).collect();
        let body: String = parts.iter().map(|(id, name, content)| section(id, name, content)).collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\" />\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\" />\n<meta name=\"generator\" content=\"l2niche {VERSION}\" />\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{}</h1>\n{}{}</header>\n<nav aria-label=\"Contents\"><ul>\n{links}</ul></nav>\n<main>\n{body}</main>\n\
             <script>//<![CDATA[{SCRIPT}//]]></script>\n</body>\n</html>\n",
            text(&title),
            text(&title),
            paragraph("question", self.scenario.question()),
            paragraph("soft", self.scenario.notes()),
        )
    }

    fn title(&self) -> String {
        let label = self.scenario.label();
        if label.is_empty() { self.scenario.name().to_owned() } else { label.to_owned() }
    }

    /// Overview, claims, regimes, niches.
    fn answer(&self) -> String {
        let mut content = element("p", &self.spoken.title);
        if let Some((head, rows)) = self.spoken.overview.split_first() {
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            content += &table("What each variant changes", &head, rows);
        }
        for chapter in &self.spoken.chapters {
            content += &element("h3", chapter.heading.trim_end_matches('.'));
            let items: String = chapter.lines.iter().map(answered).collect();
            content += &format!("<ul>\n{items}</ul>\n");
        }
        let notes: String = self.spoken.notes.iter().map(|note| paragraph("soft", note)).collect();
        content + &notes
    }

    fn charts(&self) -> String {
        if self.drawings.is_empty() {
            return element("p", "No charts were drawn.");
        }
        let rank = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
        let mut drawings: Vec<&Drawing> = self.drawings.iter().collect();
        drawings.sort_by_key(|drawing| rank(drawing.name));
        let figures: String = drawings.into_iter().map(|drawing| self.figure(drawing)).collect();
        let zoom = choices("all-charts", self.scenario.variants().iter().map(shown));
        let has_zoom = !self.each_variant.is_empty();
        let controls =
            if has_zoom { format!("<div class=\"controls\"><label>Zoom all charts to {zoom}</label></div>\n") } else { String::new() };
        controls + &figures
    }

    /// A chart with its title as heading and its words as text alternative; beside it each variant alone, where the chart has a panel for each.
    fn figure(&self, drawing: &Drawing) -> String {
        let (title, description, svg) = words_of(&drawing.svg);
        let label = format!("{title}. {description}");
        let each = self.each_variant.get(drawing.name).map_or(&[][..], Vec::as_slice);
        let variants = || self.scenario.variants().iter().map(shown);
        let mut charts = format!("<div class=\"chart\" data-of=\"\">{}</div>\n", picture(&svg, &label));
        for (i, (variant, svg)) in variants().zip(each).enumerate() {
            let content = match svg {
                Some(svg) => picture(&words_of(svg).2, &format!("{title}: {variant}. {description}")),
                None => element("p", &format!("{variant}: there is nothing to show.")),
            };
            charts += &format!("<div class=\"chart\" data-of=\"{i}\" hidden=\"hidden\">{content}</div>\n");
        }
        let zoom = if each.is_empty() { String::new() } else { format!("<label>Zoom to {}</label>", choices("", variants())) };
        format!(
            "<figure id=\"chart-{}\">\n{}<div class=\"controls\"><button type=\"button\" aria-expanded=\"false\">Enlarge</button>{zoom}</div>\n\
             {charts}<figcaption>{}</figcaption>\n</figure>\n",
            drawing.name,
            element("h3", &title),
            text(&description)
        )
    }

    /// One table of all differences, and what is said of each variant.
    fn figures(&self) -> String {
        let variants = choices("variant", self.spoken.sections.iter().map(|section| section.variant.as_str()));
        let controls = format!(
            "<div class=\"controls\"><label>Variant {variants}</label>\
             <label>Find <input id=\"words\" type=\"search\" /></label></div>\n"
        );
        let heads = ["Variant", "Measure", "Unit", "Mean", "95 % interval", "5–95 % range", "Positive"];
        // Intervals are in units of their rows, and have no order among them.
        let head = |h: &&str| if h.contains('%') { (*h).to_owned() } else { format!("<button type=\"button\">{h}</button>") };
        let heads: String = heads.iter().map(|h| format!("<th scope=\"col\">{}</th>", head(h))).collect();
        let sections = || self.spoken.sections.iter().enumerate();
        let rows: String =
            sections().flat_map(|(i, section)| section.rows.iter().map(move |row| figure_row(i, &section.variant, row))).collect();
        let said: String = sections().map(said).collect();
        format!(
            "{controls}<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All figures\"><table id=\"all-figures\">\
             <caption>{}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n{said}",
            text(&self.spoken.title)
        )
    }

    fn assumptions(&self) -> String {
        let factors = self.scenario.factors();
        let s = self.scenario.settings();
        let plan = format!(
            "{} replicates of {} days, of which the first {} do not count; population: {}. Every replicate draws all factors anew, the same in every variant.",
            s.replicates,
            s.days,
            s.warmup_days,
            s.fidelity.name()
        );
        let rows: Vec<Vec<String>> = factors.iter().map(factor_row).collect();
        let drawn = if rows.is_empty() {
            element("p", "No assumption was varied: the scenario has no factors, or they were switched off.")
        } else {
            table("Uncertain assumptions and their ranges", &["Factor", "Changes", "Low", "High", "Drawn", "Scenario's own"], &rows)
        };
        element("p", &plan) + &drawn + &element("p", "Everything else is as the scenario says; its whole text is at the end of this page.")
    }

    fn cautions(&self) -> String {
        let warnings: Vec<String> = self.warnings.iter().map(|w| format!("{}. What to do: {}.", w.cause, w.remedy)).collect();
        let charts = self.omissions.iter().map(|o| format!("No chart “{}”: {}.", o.name, o.why));
        let notes: Vec<String> = self.scenario.notices().iter().map(|n| format!("{n}.")).chain(charts).collect();
        let none = if warnings.is_empty() { element("p", "There are no warnings.") } else { list(&warnings) };
        none + &list(&notes)
            + &element(
                "p",
                "It is a model of choice among chains, not a forecast. Every interval is a statement about the worlds that this scenario describes.",
            )
    }

    fn real(&self) -> String {
        if self.observed.is_empty() {
            return element(
                "p",
                "This scenario names nothing that was observed, so there is nothing to hold it against. How the shipped world of 2025 compares with observation is in docs/calibration.md of the program's source.",
            );
        }
        let row = |(chain, observed, world): &(String, f64, f64)| {
            let of_observed = format!("{:.2}", world / observed);
            vec![chain.clone(), format!("{observed:.0}"), format!("{world:.0}"), of_observed]
        };
        let rows: Vec<Vec<String>> = self.observed.iter().map(row).collect();
        table(
            "Transactions a day: observed, and in the first variant, mean over replicates",
            &["Chain", "Observed", "Here", "Ratio"],
            &rows,
        ) + &self.far_off()
    }

    /// Chains of which this world has less than half or more than double what was observed.
    fn far_off(&self) -> String {
        let is_far = |(_, observed, world): &&(String, f64, f64)| !(0.5..=2.0).contains(&(world / observed));
        let far: Vec<&str> = self.observed.iter().filter(is_far).map(|(chain, ..)| chain.as_str()).collect();
        if far.is_empty() {
            return String::new();
        }
        let names = far.join(", ");
        element(
            "p",
            &format!(
                "Less than half or more than double of what was observed: {names}. Read differences between variants; levels of this world are not those of today."
            ),
        )
    }

    fn provenance(&self) -> String {
        let s = self.scenario.settings();
        let facts = [
            ("Program", format!("l2niche {VERSION}")),
            ("Commit", COMMIT.unwrap_or("not known").to_owned()),
            ("Scenario", self.scenario.name().to_owned()),
            ("SHA-256 of the scenario", of_bytes(self.resolved.as_bytes()).to_string()),
            ("Run", self.run_id.to_owned()),
            ("Seed", s.seed.to_string()),
        ];
        let rows: Vec<Vec<String>> = facts.iter().map(|(name, value)| vec![(*name).to_owned(), value.clone()]).collect();
        // The text has all variants; what was chosen of them is asked for again.
        let run: Vec<&str> = self.scenario.variants().iter().map(|v| v.name.as_str()).collect();
        let all = self.scenario.names_of("variant").len();
        let chosen: String = if run.len() < all { run.iter().map(|name| format!(" --variant {name}")).collect() } else { String::new() };
        format!(
            "{}<p>The same numbers again, bit by bit: save the text below as <code>again.toml</code> and run</p>\n<pre><code>l2niche run again.toml{chosen}</code></pre>\n\
             <details><summary>The scenario as it was run</summary>\n<pre><code>{}</code></pre></details>\n",
            table("Provenance", &["What", "Value"], &rows),
            text(self.resolved)
        )
    }
}

/// A control that chooses one of these by position, or all.
fn choices<'a>(id: &str, labels: impl Iterator<Item = &'a str>) -> String {
    let options: String = labels.enumerate().map(|(i, label)| format!("<option value=\"{i}\">{}</option>", text(label))).collect();
    let id = if id.is_empty() { String::new() } else { format!(" id=\"{id}\"") };
    format!("<select{id}><option value=\"\">all variants</option>{options}</select>")
}

/// A variant as people read it.
fn shown(variant: &VariantInfo) -> &str {
    if variant.label.is_empty() { &variant.name } else { &variant.label }
}

fn paragraph(class: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<p class=\"{class}\">{}</p>\n", text(content)) }
}

/// A claim with its answer set apart; any other sentence as it is.
fn answered(line: &Line) -> String {
    let Some(answer) = line.answer else { return element("li", &line.words) };
    let class = match answer {
        Answer::Holds => "holds",
        Answer::DoesNotHold => "fails",
        _ => "open",
    };
    format!("<li><span class=\"answer {class}\">{}</span>: {}</li>\n", answer.words().to_uppercase(), text(&line.words))
}

/// Title of a chart and what it says to those who do not see it; and its SVG text without them, as the page has both beside it.
fn words_of(svg: &str) -> (String, String, String) {
    let document = Document::parse(svg).expect("charts are sound");
    let [title, description] = ["title", "desc"].map(|name| document.root_element().children().find(|node| node.has_tag_name((SVG, name))));
    let said = |node: Option<Node<'_, '_>>| node.and_then(|node| node.text()).unwrap_or_default().to_owned();
    let end = description.map_or(0, |node| node.range().end);
    let start = svg.find('>').map_or(0, |end| end + 1);
    (said(title), said(description), format!("{}{}", &svg[..start], &svg[end..]))
}

/// An SVG text as a picture of the page.
fn picture(svg: &str, label: &str) -> String {
    svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{}\" ", text(label)), 1)
}

fn figure_row(section: usize, variant: &str, (cells, mean): &([String; 6], Option<f64>)) -> String {
    // What columns are sorted by, where it is not their text.
    let value = |i: usize| match i {
        2 => mean.map(|mean| mean.to_string()),
        5 => cells[5].split_once(' ').map(|(count, _)| count.to_owned()),
        _ => None,
    };
    let cell = |(i, cell): (usize, &String)| {
        let value = value(i).map_or_else(String::new, |value| format!(" data-value=\"{value}\""));
        format!("<td{value}>{}</td>", text(cell))
    };
    format!(
        "<tr data-section=\"{section}\"><th scope=\"row\">{}</th>{}</tr>\n",
        text(variant),
        cells.iter().enumerate().map(cell).collect::<String>()
    )
}

fn said((position, section): (usize, &Section)) -> String {
    format!("<div data-section=\"{position}\">\n{}{}</div>\n", element("h3", &section.variant), list(&section.words))
}

fn factor_row(factor: &FactorInfo) -> Vec<String> {
    let spaced = if factor.spacing == Spacing::Log { "evenly in the logarithm" } else { "evenly" };
    let label = if factor.label.is_empty() { &factor.name } else { &factor.label };
    let changes = if factor.apply == Apply::Scale { format!("{}, multiplied", factor.path) } else { factor.path.clone() };
    let own = factor.today.map_or_else(|| "several".to_owned(), |x| x.to_string());
    vec![label.clone(), changes, factor.low.to_string(), factor.high.to_string(), spaced.to_owned(), own]
}
