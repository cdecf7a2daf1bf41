//! Characters that do not show, or change how others show.

/// Whether a character is a control character, or turns the direction of text (Unicode's bidirectional controls): in a terminal or on a
/// page it could make words look like others.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text on one line, with spaces for what does not show.
#[must_use]
pub fn shown(text: &str) -> String {
    text.replace(is_hidden, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_tricks_go() {
        assert_eq!(shown("a\u{202E}b\n\u{1b}[31mc\u{2066}"), "a b  [31mc ");
        let harmless = "Größe 1 € – naïve 👩\u{200D}🚀 نمونه";
        assert_eq!(shown(harmless), harmless);
    }
}
