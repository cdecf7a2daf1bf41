//! Runs on threads: as many runs at once as there are threads; where there are fewer runs than threads, threads share a run.
//!
//! A run's results do not depend on who computes it, so neither the number of threads nor the order of completion shows.

use super::InOrder;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Computes `work(variant, replicate)` for all pairs and hands results to `sink` in canonical order: replicate by replicate,
/// each in all its variants.
///
/// # Errors
/// The first error of `work`, in order of completion, or of `sink`; runs not yet begun are then left out.
pub fn run_in_order<T: Send, E: Send>(
    (variants, replicates): (usize, usize),
    threads: usize,
    work: impl Fn(usize, usize) -> Result<T, E> + Sync,
    mut sink: impl FnMut(usize, usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = variants * replicates;
    let workers = threads.clamp(1, jobs.max(1));
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = mpsc::sync_channel(workers);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (send, next, stop, work) = (send.clone(), &next, &stop, &work);
            let share = threads / workers + usize::from(worker < threads % workers);
            scope.spawn(move || {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(share.max(1)).build().expect("threads can be started");
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= jobs || stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let (variant, replicate) = (job % variants, job / variants);
                    let result = pool.install(|| work(variant, replicate));
                    if send.send((variant, replicate, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let outcome = deliver(receive, InOrder::new(variants, replicates), &mut sink);
        stop.store(true, Ordering::Relaxed);
        outcome
    })
}

/// Passes results on in order; the receiver is dropped on the first error, which ends the workers.
fn deliver<T, E>(
    results: mpsc::Receiver<(usize, usize, Result<T, E>)>,
    mut order: InOrder<T>,
    sink: &mut impl FnMut(usize, usize, T) -> Result<(), E>,
) -> Result<(), E> {
    for (variant, replicate, result) in results {
        for (v, r, ready) in order.push(variant, replicate, result?) {
            sink(v, r, ready)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_arrive_in_order_at_any_number_of_threads() {
        for threads in [1, 2, 7, 40] {
            let mut seen = Vec::new();
            let work = |v: usize, r: usize| {
                std::thread::sleep(std::time::Duration::from_micros((v * 7 + r * 13) as u64 % 17 * 50));
                Ok::<_, ()>(v * 10 + r)
            };
            run_in_order((3, 5), threads, work, |v, r, x| {
                assert_eq!(x, v * 10 + r);
                seen.push((v, r));
                Ok(())
            })
            .unwrap();
            let expected: Vec<(usize, usize)> = (0..5).flat_map(|r| (0..3).map(move |v| (v, r))).collect();
            assert_eq!(seen, expected, "{threads} threads");
        }
    }

    #[test]
    fn the_first_error_ends_everything() {
        let begun = AtomicUsize::new(0);
        let work = |v: usize, _: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            if v == 1 { Err("broken") } else { Ok(()) }
        };
        assert_eq!(run_in_order((100, 10), 2, work, |_, _, ()| Ok(())), Err("broken"));
        assert!(begun.load(Ordering::Relaxed) < 100);
        assert_eq!(run_in_order((100, 10), 2, |_, _| Ok(()), |_, r, ()| if r == 3 { Err("full") } else { Ok(()) }), Err("full"));
    }

    #[test]
    fn threads_share_a_run_where_runs_are_few() {
        let mut seen = 0;
        run_in_order(
            (1, 1),
            4,
            |_, _| Ok::<_, ()>(rayon::current_num_threads()),
            |_, _, n| {
                seen = n;
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(seen, 4);
    }
}
