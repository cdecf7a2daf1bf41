//! Progress: a bar with rate and remaining time on a terminal, plain lines otherwise, on standard error.

use super::tell;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often progress is looked at.
const TICK: Duration = Duration::from_millis(100);
/// How often a plain line is printed.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Does `work`, which counts days done, and shows progress toward `total` days unless `quiet`.
pub(super) fn with_progress<T: Send>(total: u64, quiet: bool, work: impl FnOnce(&AtomicU64) -> T) -> T {
    let (done, finished) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let shown = (!quiet).then(|| scope.spawn(|| show(total, &done, &finished)));
        let result = work(&done);
        finished.store(true, Ordering::Relaxed);
        if let Some(shown) = shown {
            shown.thread().unpark();
        }
        result
    })
}

fn show(total: u64, done: &AtomicU64, finished: &AtomicBool) {
    if std::io::stderr().is_terminal() {
        bar(total, done, finished);
    } else {
        lines(total, done, finished);
    }
}

fn bar(total: u64, done: &AtomicU64, finished: &AtomicBool) {
    let style = ProgressStyle::with_template("{elapsed_precise} {bar:40} {pos}/{len} days  {per_sec}  {eta} left");
    let bar = ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    while !finished.load(Ordering::Relaxed) {
        bar.set_position(done.load(Ordering::Relaxed));
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

fn lines(total: u64, done: &AtomicU64, finished: &AtomicBool) {
    let (start, mut printed) = (Instant::now(), Instant::now());
    while !finished.load(Ordering::Relaxed) {
        if printed.elapsed() >= LINE_EVERY {
            let (days, seconds) = (done.load(Ordering::Relaxed), start.elapsed().as_secs_f64());
            let rate = days as f64 / seconds;
            let left = if days > 0 { format!(", about {:.0} s left", (total - days.min(total)) as f64 / rate) } else { String::new() };
            tell(&format!("{days} of {total} days simulated, {rate:.0} a second{left}"));
            printed = Instant::now();
        }
        std::thread::park_timeout(TICK);
    }
}
