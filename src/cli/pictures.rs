//! Drawings as files: each as SVG and as PNG.

use super::failure::Failure;
use crate::output::charts::png;
use crate::output::gallery::Drawing;
use rayon::prelude::*;

/// PNG pixels per CSS pixel.
const ZOOM: f32 = 2.0;

/// Names and contents of the files of charts, two a chart.
pub(super) fn chart_files(drawings: Vec<Drawing>, threads: usize) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let pictures: Vec<_> = pool.install(|| drawings.par_iter().map(|drawing| png(&drawing.svg, ZOOM)).collect());
    let mut files = Vec::with_capacity(2 * drawings.len());
    for (drawing, picture) in drawings.into_iter().zip(pictures) {
        files.push((format!("{}.svg", drawing.name), drawing.svg.into_bytes()));
        files.push((format!("{}.png", drawing.name), picture?));
    }
    Ok(files)
}
