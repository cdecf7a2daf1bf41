//! Text as XML and HTML: the one place that knows which characters they cannot carry, and which have to be escaped.

use crate::scenario::is_hidden;

/// Free text without what XML cannot carry or readers cannot see: [hidden](is_hidden) characters and the two non-characters become spaces,
/// but for line ends and tabs.
pub(super) fn printable(text: &str) -> String {
    text.replace(|c: char| (is_hidden(c) && c != '\n' && c != '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}'), " ")
}

/// Free text for elements and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(escape("<b a='1'>\u{0}&\"</b>\u{FFFF}\n\u{202E}"), "&lt;b a=&#39;1&#39;&gt; &amp;&quot;&lt;/b&gt; \n ");
    }
}
