//! A sheet to draw on in CSS pixels, over the SVG backend of plotters.

use plotters::backend::SVGBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::font::Type;
use super::palette::WHITE;
use crate::output::markup::{escape, printable};

/// plotters rounds coordinates to whole units: five to a pixel keep curves smooth.
const UNITS: f64 = 5.0;
/// plotters centres a text on its small letters; capitals and figures look centred a little lower (in em).
const DROP: f64 = 0.1;

/// A point in CSS pixels, x to the right, y down.
pub(super) type Point = (f64, f64);

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The area without margins of the given widths.
    pub(super) fn inset(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left: self.left + left, top: self.top + top, right: self.right - right, bottom: self.bottom - bottom }
    }

    pub(super) fn contains(&self, (x, y): Point) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// Marks that differ by shape too, for print without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Disc,
    Square,
    Diamond,
    Up,
    Down,
}

impl Mark {
    pub(super) fn nth(index: usize) -> Self {
        [Self::Disc, Self::Square, Self::Diamond, Self::Up, Self::Down][index % 5]
    }
}

/// The sheet. Its methods cannot fail: the backend writes to memory.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// What a sheet says to those who do not see it.
pub(super) struct Alternative<'a> {
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// SVG text of a white sheet of the given size (CSS pixels) with what `paint` draws on it.
pub(super) fn sheet(width: f64, height: f64, words: &Alternative<'_>, paint: impl FnOnce(&mut Canvas<'_>)) -> String {
    let units = |pixels: f64| (pixels * UNITS) as u32;
    let mut svg = String::new();
    let mut canvas = Canvas { backend: SVGBackend::with_string(&mut svg, (units(width), units(height))) };
    canvas.rectangle(Area { left: 0.0, top: 0.0, right: width, bottom: height }, WHITE);
    paint(&mut canvas);
    canvas.backend.present().expect("writing to memory cannot fail");
    drop(canvas);
    // The viewBox keeps the fine units, the size says how large to show them.
    let fine = format!("width=\"{}\" height=\"{}\"", units(width), units(height));
    let svg = svg.replacen(&fine, &format!("width=\"{width}\" height=\"{height}\""), 1);
    // What holds anyway need not be said a thousand times. Free text has no bare quotation marks, and cannot look like this.
    let svg = svg.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
    let words = format!("<title>{}</title>\n<desc>{}</desc>\n", escape(words.title), escape(words.description));
    let start = svg.find('>').map_or(0, |end| end + 1);
    format!("{}\n{words}{}", &svg[..start], svg[start..].trim_start())
}

impl Canvas<'_> {
    pub(super) fn rectangle(&mut self, area: Area, color: impl Color) {
        let (from, to) = (place((area.left, area.top)), place((area.right, area.bottom)));
        self.backend.draw_rect(from, to, &style(color, 0.0), true).expect("writing to memory cannot fail");
    }

    pub(super) fn line(&mut self, from: Point, to: Point, color: impl Color, width: f64) {
        self.backend.draw_line(place(from), place(to), &style(color, width)).expect("writing to memory cannot fail");
    }

    pub(super) fn curve(&mut self, points: impl IntoIterator<Item = Point>, color: impl Color, width: f64) {
        self.backend.draw_path(points.into_iter().map(place), &style(color, width)).expect("writing to memory cannot fail");
    }

    pub(super) fn polygon(&mut self, corners: impl IntoIterator<Item = Point>, color: impl Color) {
        self.backend.fill_polygon(corners.into_iter().map(place), &style(color, 0.0)).expect("writing to memory cannot fail");
    }

    pub(super) fn disc(&mut self, centre: Point, radius: f64, color: impl Color) {
        let radius = (radius * UNITS).round() as u32;
        self.backend.draw_circle(place(centre), radius, &style(color, 0.0), true).expect("writing to memory cannot fail");
    }

    /// Dashes of 5 pixels, 3.5 apart, along a line.
    pub(super) fn dashes(&mut self, points: &[Point], color: RGBColor, width: f64) {
        const PERIOD: f64 = 8.5;
        const DASH: f64 = 5.0;
        let mut along = 0.0;
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let at = |s: f64| (from.0 + (to.0 - from.0) * s / length, from.1 + (to.1 - from.1) * s / length);
            let mut done = 0.0;
            while done < length {
                let (inside, rest) = if along < DASH { (true, DASH - along) } else { (false, PERIOD - along) };
                let step = rest.min(length - done);
                if inside {
                    self.line(at(done), at(done + step), color, width);
                }
                done += step;
                along = if step < rest {
                    along + step
                } else if inside {
                    DASH
                } else {
                    0.0
                };
            }
        }
    }

    /// Crosses with a white edge that sets them off from lines below them, but not from each other.
    pub(super) fn crosses(&mut self, centres: &[(Point, RGBColor)], size: f64) {
        for (is_edge, width, size) in [(true, 4.6, size + 1.2), (false, 2.2, size)] {
            for ((x, y), color) in centres {
                let color = if is_edge { WHITE } else { *color };
                self.line((x - size, y - size), (x + size, y + size), color, width);
                self.line((x - size, y + size), (x + size, y - size), color, width);
            }
        }
    }

    pub(super) fn ring(&mut self, centre: Point, radius: f64, color: RGBColor) {
        self.disc(centre, radius + 0.8, color);
        self.disc(centre, radius - 0.8, WHITE);
    }

    pub(super) fn mark(&mut self, mark: Mark, (x, y): Point, size: f64, color: RGBColor) {
        let wide = size * 1.2;
        match mark {
            Mark::Disc => self.disc((x, y), size, color),
            Mark::Square => {
                let half = size * 0.9;
                self.rectangle(Area { left: x - half, top: y - half, right: x + half, bottom: y + half }, color);
            }
            Mark::Diamond => self.polygon([(x - wide, y), (x, y - wide), (x + wide, y), (x, y + wide)], color),
            Mark::Up => self.polygon([(x - wide, y + size), (x, y - wide), (x + wide, y + size)], color),
            Mark::Down => self.polygon([(x - wide, y - size), (x, y + wide), (x + wide, y - size)], color),
        }
    }

    /// Writes one line of text; `y` is the middle of its capitals (`x` where it reads upwards).
    pub(super) fn text(&mut self, text: &str, (x, y): Point, face: Type) {
        let drop = face.size * DROP;
        let at = if face.upright { (x + drop, y) } else { (x, y + drop) };
        self.backend.draw_text(&printable(text), &face.style(UNITS), place(at)).expect("writing to memory cannot fail");
    }
}

fn place((x, y): Point) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn style(color: impl Color, width: f64) -> ShapeStyle {
    color.stroke_width((width * UNITS).round() as u32)
}
