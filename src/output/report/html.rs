//! Pieces of a page: the one place where text becomes markup, so that no text of a scenario can be more than text.

pub(super) use crate::output::markup::escape as text;

/// An element around text.
pub(super) fn element(name: &str, content: &str) -> String {
    format!("<{name}>{}</{name}>\n", text(content))
}

/// A list of sentences.
pub(super) fn list(lines: &[String]) -> String {
    let items: String = lines.iter().map(|line| element("li", line)).collect();
    if items.is_empty() { items } else { format!("<ul>\n{items}</ul>\n") }
}

/// A table of text with a caption; the first column names the row.
pub(super) fn table(caption: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let heads: String = head.iter().map(|h| format!("<th scope=\"col\">{}</th>", text(h))).collect();
    let cell = |(i, cell): (usize, &String)| match i {
        0 => format!("<th scope=\"row\">{}</th>", text(cell)),
        _ => format!("<td>{}</td>", text(cell)),
    };
    let row = |row: &Vec<String>| format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>());
    let body: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><caption>{}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n",
        text(caption),
        text(caption)
    )
}

/// A chapter with a heading.
pub(super) fn section(id: &str, heading: &str, content: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{}</h2>\n{content}</section>\n", text(heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a<b".into()]), "<ul>\n<li>a&lt;b</li>\n</ul>\n");
    }
}
