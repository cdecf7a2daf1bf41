//! SVG text to PNG bytes with the embedded font alone: the same bytes with and without fonts on the machine.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::font;

/// Why an SVG text could not become a PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The text is no SVG that resvg understands.
    #[error("chart is not valid SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The picture has no pixels, or more than memory takes.
    #[error("chart of {width} × {height} pixels cannot be rendered")]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The encoder failed.
    #[error("chart cannot be encoded as PNG: {0}")]
    Encode(String),
}

/// PNG bytes of `svg`, `zoom` pixels to a CSS pixel (2 gives 1800 pixels of width: sharp in print and on dense screens).
///
/// # Errors
/// [`PngError`] where `svg` is not valid, or too large a picture.
pub fn png(svg: &str, zoom: f32) -> Result<Vec<u8>, PngError> {
    let options = Options { fontdb: font::database(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let (width, height) = ((size.width() as f32 * zoom).round() as u32, (size.height() as f32 * zoom).round() as u32);
    let mut picture = Pixmap::new(width, height).ok_or(PngError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut picture.as_mut());
    picture.encode_png().map_err(|fault| PngError::Encode(fault.to_string()))
}
