//! How long work takes: by the clock on the wall, and by the processor's time of all threads of the program.
//!
//! Owns the table that the benches of searching print. Where other programs run beside, the processor's time is what
//! holds: on an idle machine the wall clock shows no more than that.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// How long something took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Took {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
}

/// Does some work and says how long it took.
pub(crate) fn took<T>(work: impl FnOnce() -> T) -> (Took, T) {
    let (begun, busy) = (Instant::now(), cpu());
    let made = work();
    (Took { wall: begun.elapsed(), cpu: cpu().saturating_sub(busy) }, made)
}

/// Does some work so often, and says the least that it took by either clock.
pub(crate) fn least(repeats: usize, mut work: impl FnMut() -> usize) -> Took {
    let mut least = Took { wall: Duration::MAX, cpu: Duration::MAX };
    for _ in 0..repeats {
        let (took, made) = took(&mut work);
        std::hint::black_box(made);
        least = Took { wall: least.wall.min(took.wall), cpu: least.cpu.min(took.cpu) };
    }
    least
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The times of many keys or questions.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<(Took, String)>);

impl Times {
    pub(crate) fn add(&mut self, took: Took, asked: &str) {
        self.0.push((took, asked.to_owned()));
    }

    /// The heads of the columns that [`Times::print`] fills, behind those of `what`.
    pub(crate) fn print_head(what: &[&str]) {
        let columns = "times | p50 ms | p95 ms | max ms | CPU p50 | CPU p95 | CPU max | the longest by CPU |";
        println!("| {} | {columns}\n|{}--:|--:|--:|--:|--:|--:|--:|---|", what.join(" | "), "---|".repeat(what.len()));
    }

    /// A line of the table: median, 95th in a hundred and longest.
    pub(crate) fn print(mut self, what: &[&str]) {
        let mut of = |time: &dyn Fn(&Took) -> Duration| {
            self.0.sort_by_key(|(took, _)| time(took));
            let at = |share: f64| ms(time(&self.0[((self.0.len() - 1) as f64 * share) as usize].0));
            format!("{:.2} | {:.2} | {:.2}", at(0.5), at(0.95), at(1.0))
        };
        let (wall, cpu) = (of(&|took| took.wall), of(&|took| took.cpu));
        let longest = self.0.last().map_or("", |(_, asked)| asked);
        println!("| {} | {} | {wall} | {cpu} | {longest} |", what.join(" | "), self.0.len());
    }
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
