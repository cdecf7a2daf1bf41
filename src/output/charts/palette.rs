//! Colours that survive colour blindness and print: one per chain, the same in every chart.

use plotters::style::{Color, RGBColor};

/// Okabe and Ito (2008) in an order of falling contrast to white, its yellow left out as a line on white paper; then Paul Tol's "muted" scheme.
const HUES: [RGBColor; 15] = [
    RGBColor(0x00, 0x72, 0xB2), // blue
    RGBColor(0xD5, 0x5E, 0x00), // vermillion
    RGBColor(0x00, 0x9E, 0x73), // bluish green
    RGBColor(0xCC, 0x79, 0xA7), // reddish purple
    RGBColor(0xE6, 0x9F, 0x00), // orange
    RGBColor(0x56, 0xB4, 0xE9), // sky blue
    RGBColor(0x22, 0x22, 0x22), // black
    RGBColor(0x88, 0x22, 0x55), // wine
    RGBColor(0x99, 0x99, 0x33), // olive
    RGBColor(0x33, 0x22, 0x88), // indigo
    RGBColor(0x44, 0xAA, 0x99), // teal
    RGBColor(0xAA, 0x44, 0x99), // purple
    RGBColor(0x11, 0x77, 0x33), // green
    RGBColor(0xCC, 0x66, 0x77), // rose
    RGBColor(0x8C, 0x6D, 0x31), // brown
];

/// ColorBrewer "Blues" (Brewer, 2003), its luminance falling steadily, so that it reads in grey too.
const BLUES: [RGBColor; 9] = [
    RGBColor(0xF7, 0xFB, 0xFF),
    RGBColor(0xDE, 0xEB, 0xF7),
    RGBColor(0xC6, 0xDB, 0xEF),
    RGBColor(0x9E, 0xCA, 0xE1),
    RGBColor(0x6B, 0xAE, 0xD6),
    RGBColor(0x42, 0x92, 0xC6),
    RGBColor(0x21, 0x71, 0xB5),
    RGBColor(0x08, 0x51, 0x9C),
    RGBColor(0x08, 0x30, 0x6B),
];

pub(super) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
pub(super) const INK: RGBColor = RGBColor(0x1E, 0x22, 0x28);
pub(super) const SOFT_INK: RGBColor = RGBColor(0x59, 0x60, 0x68);
pub(super) const GRID: RGBColor = RGBColor(0xE4, 0xE6, 0xE9);
pub(super) const BAND: RGBColor = RGBColor(0xF6, 0xF7, 0xF8);
pub(super) const MUTED: RGBColor = RGBColor(0xB9, 0xBE, 0xC4);
pub(super) const POSITIVE: RGBColor = HUES[0];
pub(super) const NEGATIVE: RGBColor = HUES[1];
pub(super) const UNDECIDED: RGBColor = RGBColor(0x83, 0x8A, 0x92);

/// Which colour each name has: by its place in one list, made once per run and used in every chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    names: Vec<String>,
}

impl Palette {
    /// A palette for `names` (chains in scenario order, say): the first 15 get the base colours, each further 15 a darker round of them.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { names: names.into_iter().map(Into::into).collect() }
    }

    /// The colour of `name`, grey if the palette does not know it.
    pub(super) fn of(&self, name: &str) -> RGBColor {
        self.names.iter().position(|known| known == name).map_or(UNDECIDED, hue)
    }
}

/// The colour at place `index` of the order.
pub(super) fn hue(index: usize) -> RGBColor {
    let rounds = (index / HUES.len()) as f64;
    mix(HUES[index % HUES.len()], INK, 1.0 - 0.65f64.powf(rounds))
}

/// The sequential colour of `level`, 0 lightest to 1 darkest.
pub(super) fn sequential(level: f64) -> RGBColor {
    let place = level.clamp(0.0, 1.0) * (BLUES.len() - 1) as f64;
    let below = (place as usize).min(BLUES.len() - 2);
    mix(BLUES[below], BLUES[below + 1], place - below as f64)
}

/// `color` darkened until small text in it stands out from white (contrast at least 4.5, WCAG 2).
pub(super) fn legible(color: RGBColor) -> RGBColor {
    let mut text = color;
    while 1.05 / (luminance(text) + 0.05) < 4.5 {
        text = mix(text, INK, 0.1);
    }
    text
}

/// Whether white text reads better than dark text on `color`.
pub(super) fn is_dark(color: RGBColor) -> bool {
    luminance(color) < 0.25
}

/// A colour a `share` of the way from one to another.
pub(super) fn mix(a: RGBColor, b: RGBColor, share: f64) -> RGBColor {
    let channel = |x: u8, y: u8| (f64::from(x) + share * (f64::from(y) - f64::from(x))).round() as u8;
    RGBColor(channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2))
}

/// Relative luminance (WCAG 2), 0 black to 1 white.
fn luminance(color: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let (r, g, b) = color.rgb();
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_colour_whatever_the_chart_shows() {
        let palette = Palette::new(["base", "linea", "xai"]);
        assert_eq!(palette.of("linea"), hue(1));
        assert_eq!(palette.of("unknown"), UNDECIDED);
    }

    #[test]
    fn sixty_four_chains_have_different_colours() {
        let all: Vec<_> = (0..64).map(|i| hue(i).rgb()).collect();
        for (i, color) in all.iter().enumerate() {
            assert!(!all[..i].contains(color), "colour {i} is used twice");
        }
    }

    #[test]
    fn the_sequential_palette_darkens_steadily() {
        let steps: Vec<f64> = (0..=40).map(|i| luminance(sequential(f64::from(i) / 40.0))).collect();
        assert!(steps.windows(2).all(|pair| pair[1] < pair[0]));
    }

    #[test]
    fn label_colours_contrast_with_white() {
        assert!((0..64).all(|i| 1.05 / (luminance(legible(hue(i))) + 0.05) >= 4.5));
    }
}
