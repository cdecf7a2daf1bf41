//! Every call that touches a font: plotters measures and styles with it, resvg renders with it. One embedded face, regular and bold.

use std::sync::{Arc, OnceLock};

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, TextStyle, register_font};
use resvg::usvg::fontdb;

/// The embedded face first; where a browser shows the SVG without it, faces of nearly the same widths.
const FAMILY: &str = "DejaVu Sans Condensed, Helvetica Neue, Arial, sans-serif";

/// plotters divides a font size by this before it writes it.
const SIZE_FACTOR: f64 = 1.24;

/// Where a text sits at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks. Sizes are CSS pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) color: RGBColor,
    pub(super) anchor: Anchor,
    /// Reads from bottom to top.
    pub(super) upright: bool,
}

impl Type {
    pub(super) fn new(size: f64, color: RGBColor) -> Self {
        Self { size, bold: false, color, anchor: Anchor::Start, upright: false }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn upright(self) -> Self {
        Self { upright: true, ..self }
    }

    fn font(self, units_per_pixel: f64) -> FontDesc<'static> {
        register();
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        FontDesc::new(FontFamily::Name(FAMILY), self.size * units_per_pixel * SIZE_FACTOR, style)
    }

    /// The style plotters draws with; the point is the middle of the text's height.
    pub(super) fn style(self, units_per_pixel: f64) -> TextStyle<'static> {
        let transform = if self.upright { FontTransform::Rotate270 } else { FontTransform::None };
        let horizontal = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        self.font(units_per_pixel).transform(transform).color(&self.color).pos(Pos::new(horizontal, VPos::Center))
    }

    /// Width of `text` in CSS pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        /// plotters measures with the face's whole height, ascent to descent, as its size; an em is smaller by this factor.
        const HEIGHT_OF_EM: f64 = (1901.0 + 483.0) / 2048.0;
        const FINE: f64 = 100.0;
        let ((left, _), (right, _)) = self.font(FINE).layout_box(text).expect("the face was registered from memory");
        f64::from(right - left) / FINE * HEIGHT_OF_EM / SIZE_FACTOR
    }

    /// `text`, its end cut and replaced by an ellipsis where it is wider than `width`.
    pub(super) fn fit(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let ends = text.char_indices().map(|(at, _)| at).rev();
        let cut = ends.map(|end| format!("{}…", text[..end].trim_end())).find(|cut| self.width(cut) <= width);
        cut.unwrap_or_default()
    }

    /// `text` in lines no wider than `width`, at most `most` of them; what does not fit is cut with an ellipsis.
    pub(super) fn wrap(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer {
                Some(longer) if self.width(&longer) <= width || lines.len() == most => *lines.last_mut().expect("there is a line") = longer,
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.fit(line, width)).collect()
    }

    /// [`Type::wrap`] with no more lines than that, but of lengths as even as can be, so that no word ends up alone.
    pub(super) fn wrap_evenly(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let widest = self.wrap(text, width, most);
        let narrower = (10..20).map(|part| self.wrap(text, width * f64::from(part) / 20.0, most + 1));
        narrower.into_iter().find(|lines| lines.len() == widest.len()).unwrap_or(widest)
    }
}

fn register() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        for (style, bytes) in [(FontStyle::Normal, regular()), (FontStyle::Bold, bold())] {
            register_font(FAMILY, style, bytes).unwrap_or_else(|_| unreachable!("the embedded face is a sound font"));
        }
    });
}

/// The faces resvg may use: the embedded ones and no other.
pub(super) fn database() -> Arc<fontdb::Database> {
    static FACES: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut faces = fontdb::Database::new();
        faces.load_font_data(regular().to_vec());
        faces.load_font_data(bold().to_vec());
        let name = faces.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        faces.set_sans_serif_family(name.expect("the embedded face has a name"));
        Arc::new(faces)
    };
    FACES.get_or_init(load).clone()
}

fn regular() -> &'static [u8] {
    dejavu::sans_condensed::regular()
}

fn bold() -> &'static [u8] {
    dejavu::sans_condensed::bold()
}

#[cfg(test)]
mod tests {
    use super::super::palette::INK;
    use super::*;

    #[test]
    fn no_face_of_the_machine_is_used() {
        assert_eq!(
            database().faces().map(|face| face.post_script_name.as_str()).collect::<Vec<_>>(),
            ["DejaVuSansCondensed", "DejaVuSansCondensed-Bold"]
        );
    }

    #[test]
    fn a_cut_text_fits_and_a_short_one_is_whole() {
        let face = Type::new(11.0, INK);
        let long = "a chain with quite a long name indeed, sir";
        let cut = face.fit(long, 80.0);
        assert!(cut.ends_with('…') && face.width(&cut) <= 80.0 && face.width(&cut) > 60.0);
        assert_eq!(face.fit("Base", 80.0), "Base");
        assert_eq!(face.fit("Base", 1.0), "");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing_while_there_is_room() {
        let face = Type::new(11.0, INK).bold();
        let text = "every Layer 2 takes one vertical, with seamless interoperability";
        let lines = face.wrap(text, 140.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|line| face.width(line) <= 140.0));
        assert_eq!(lines.join(" "), text);
        assert_eq!(face.wrap(text, 140.0, 2).len(), 2);
        let even = face.wrap_evenly("Seven words that all but fill it", 1.05 * face.width("Seven words that all but fill"), 3);
        assert!(even.len() == 2 && even[1].contains(' '), "no word alone: {even:?}");
    }
}
