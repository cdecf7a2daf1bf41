//! Experiments, incidents and diffusion, day by day.
//!
//! In the morning trust heals and leads wear off; every open chain makes its experiments; failures and planned incidents take trust, and assets
//! where they are that morning; successes are sent on their way, and those due today arrive. Draws depend on names and days alone, so that
//! the same experiments are made, and fail, wherever they are made. What was found before day 0 is on its way then, so that a venue with a
//! long way is not judged by the years in which nothing had arrived yet; levels begin where focus and budget put them, trust is full.

use crate::engine::books::DayBooks;
use crate::engine::books::incidents::Strike;
use crate::engine::observer::SystemsDay;
use crate::engine::streams::{Purpose, uniform};
use crate::engine::systems::{Evening, Morning, System};
use crate::model::economy::Economy;
use crate::model::math::poisson;
use crate::model::standing::Standing;
use crate::model::supply::incident::Spill;
use crate::model::supply::innovation::{Practice, Venue};
use crate::model::units::MicroUsd;
use std::collections::BTreeMap;

/// Days before day 0 whose successes may still be on their way, at most.
const PAST_DAYS: u32 = 1825;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A success is in force where it was made.
    Success,
    /// A success of another chain arrived.
    Diffusion,
    /// Assets or trust were lost where it happened.
    Incident,
    /// Assets or trust were lost elsewhere.
    Contagion,
}

impl What {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Diffusion => "diffusion",
            Self::Incident => "incident",
            Self::Contagion => "contagion",
        }
    }
}

/// Why it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An experiment on the capability at a position.
    Experiment(usize),
    /// The planned incident at a position.
    Planned(usize),
}

/// Something that happened to a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happening {
    /// Position of the chain it happened to.
    pub chain: usize,
    /// Position of the chain it came from.
    pub origin: usize,
    /// What.
    pub what: What,
    /// Why.
    pub cause: Cause,
    /// Share of the assets there that were lost.
    pub severity: f64,
    /// Assets lost.
    pub lost: MicroUsd,
    /// Paid for them by treasury and insurance; users bear the rest.
    pub compensated: MicroUsd,
    /// Trust afterwards.
    pub trust: f64,
    /// Level of the capability afterwards, where it was about one.
    pub level: Option<f64>,
}

/// Innovation on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InnovationDay {
    /// Experiments made, `[chain]`.
    pub experiments: Vec<u32>,
    /// What happened, in order.
    pub happenings: Vec<Happening>,
}

/// A success on its way.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    chain: usize,
    origin: usize,
    capability: usize,
    /// Share of the gap to the frontier that it closes.
    gain: f64,
}

/// An experiment: who makes it, and when.
#[derive(Clone, Copy, Debug)]
struct Experiment {
    /// Position of the chain.
    chain: usize,
    /// Number on its day, from 1.
    n: u32,
    /// Days ago; 0: today.
    ago: u32,
}

impl Experiment {
    /// Day of its streams: days before day 0 count down from the largest number.
    fn stream_day(self, morning: &Morning<'_>) -> u32 {
        morning.day.wrapping_sub(self.ago)
    }
}

/// Innovation and incidents of a run.
#[derive(Clone, Debug)]
pub(crate) struct InnovationSystem {
    /// K: levels reached, `[chain][capability]`; none before the first experiment could be made.
    levels: Option<Vec<Vec<f64>>>,
    trust: Vec<f64>,
    /// Successes on their way, by day.
    coming: BTreeMap<u32, Vec<Arrival>>,
    today: InnovationDay,
    strikes: Vec<Strike>,
    /// Positions in today's happenings of the strikes.
    struck: Vec<usize>,
    /// Assets in the morning, less what was lost since, USD, `[group][chain]`; empty unless something was.
    assets_usd: Vec<Vec<f64>>,
}

impl InnovationSystem {
    /// On the eve of day 0.
    #[must_use]
    pub(crate) fn open(economy: &Economy) -> Self {
        Self {
            levels: None,
            trust: vec![1.0; economy.chains.len()],
            coming: BTreeMap::new(),
            today: InnovationDay::default(),
            strikes: vec![],
            struck: vec![],
            assets_usd: vec![],
        }
    }

    /// Lets trust heal; whether it changed.
    fn heal(&mut self, economy: &Economy) -> bool {
        let ill = self.trust.iter().any(|trust| *trust < 1.0);
        self.trust.iter_mut().for_each(|trust| *trust = economy.systems.incident_terms.healed(*trust));
        let empty = |k: &usize| economy.chains[*k].life.slot.is_some() && !economy.standing.live[*k];
        (0..self.trust.len()).filter(empty).for_each(|k| self.trust[k] = 1.0);
        ill
    }

    /// Loses leads, makes experiments.
    fn experiment(&mut self, morning: &Morning<'_>) {
        let (economy, innovation) = (morning.economy, &morning.economy.systems.innovation);
        let stated = economy.stated_levels();
        let practice = |(chain, levels): (_, &Vec<f64>)| innovation.practice(chain, &economy.verticals, &economy.capabilities, levels);
        let practices: Vec<Vec<Practice>> = economy.chains.iter().zip(&stated).map(practice).collect();
        if self.levels.is_none() && morning.day == 0 {
            let pairs = (0..practices.len()).flat_map(|k| (0..practices.len()).map(move |m| (k, m)));
            let paths = pairs.filter_map(|(k, m)| innovation.path(&economy.chains, k, m));
            let past = paths.map(|path| path.longest_days(PAST_DAYS)).max().unwrap_or(0);
            (1..=past).for_each(|ago| self.experiment_on(morning, &practices, ago));
        }
        let levels = self.levels.get_or_insert_with(|| stated.clone());
        // A newcomer begins with what its focus and budget buy, and nobody distrusts it yet.
        for (k, stated) in stated.into_iter().enumerate().filter(|(k, _)| economy.chains[*k].life.slot.is_some() && !morning.is_live(*k)) {
            levels[k] = stated;
        }
        for (levels, practices) in levels.iter_mut().zip(&practices).enumerate().filter(|(k, _)| morning.is_live(*k)).map(|(_, of)| of) {
            levels.iter_mut().zip(practices).for_each(|(level, practice)| *level = innovation.worn(*level, practice.base));
        }
        self.experiment_on(morning, &practices, 0);
    }

    /// Makes the experiments of all open chains on a day so many days ago. Of the past only what was found still matters.
    fn experiment_on(&mut self, morning: &Morning<'_>, practices: &[Vec<Practice>], ago: u32) {
        for (chain, practices) in practices.iter().enumerate().filter(|(k, _)| morning.is_live(*k)) {
            let mean: f64 = practices.iter().map(|p| p.experiments_per_day).sum();
            let day = Experiment { chain, n: 0, ago }.stream_day(morning);
            let draw = uniform(&mut morning.streams.of(Purpose::Experiment, &morning.economy.chains[chain].name, day, 0));
            let made = poisson::count(mean, draw);
            (1..=made).for_each(|n| self.make(morning, Experiment { chain, n, ago }, practices));
            if ago == 0 {
                self.today.experiments[chain] = made;
            }
        }
    }

    /// Makes an experiment.
    fn make(&mut self, morning: &Morning<'_>, experiment: Experiment, practices: &[Practice]) {
        let (chain, innovation) = (&morning.economy.chains[experiment.chain], &morning.economy.systems.innovation);
        let mut random = morning.streams.of(Purpose::Experiment, &chain.name, experiment.stream_day(morning), experiment.n);
        let [on, luck, severity] = [0; 3].map(|_| uniform(&mut random));
        let capability = pick(practices, on);
        if luck >= innovation.failure_probability {
            self.send(morning, experiment, capability, practices[capability].gain);
        } else if experiment.ago == 0 {
            let everywhere = innovation.venue_of(chain) == Venue::Mainnet;
            self.fail(morning, experiment.chain, Cause::Experiment(capability), innovation.severity.quantile(severity), everywhere);
        }
    }

    /// An incident on the chain at position `k`, or `everywhere`: on all chains that settle on Ethereum.
    fn fail(&mut self, morning: &Morning<'_>, k: usize, cause: Cause, severity: f64, everywhere: bool) {
        let (chains, terms) = (&morning.economy.chains, &morning.economy.systems.incident_terms);
        for m in (0..chains.len()).filter(|&m| morning.is_live(m)) {
            let spill = |spill: Spill| {
                let whole = everywhere && chains[m].settles_on_ethereum();
                if whole { 1.0 } else { spill.share(chains, k, m) }
            };
            let (felt, taken) = (severity * spill(terms.trust_spill), severity * spill(terms.loss_spill));
            if felt > 0.0 || taken > 0.0 {
                self.trust[m] = terms.trust_after(self.trust[m], felt);
                let what = if m == k { What::Incident } else { What::Contagion };
                self.tell(m, k, what, cause, taken);
                self.take(morning, m, taken);
            }
        }
    }

    /// Takes the share `severity` of the assets on the chain at position `m`.
    fn take(&mut self, morning: &Morning<'_>, m: usize, severity: f64) {
        if self.assets_usd.is_empty() {
            self.assets_usd = morning.assets_usd();
        }
        let take = |row: &mut Vec<f64>| {
            let usd = row[m] * severity;
            row[m] -= usd;
            usd
        };
        let usd = self.assets_usd.iter_mut().map(take).collect();
        self.strikes.push(Strike { chain: m, usd });
        self.struck.push(self.today.happenings.len() - 1);
    }

    /// Sends a success on its way to all chains, its own included.
    fn send(&mut self, morning: &Morning<'_>, experiment: Experiment, capability: usize, gain: f64) {
        let (chains, innovation) = (&morning.economy.chains, &morning.economy.systems.innovation);
        let Experiment { chain: k, n, ago } = experiment;
        for m in 0..chains.len() {
            let pair = format!("{}>{}", chains[k].name, chains[m].name);
            let draw = uniform(&mut morning.streams.of(Purpose::Diffusion, &pair, experiment.stream_day(morning), n));
            let path = innovation.path(chains, k, m);
            if let Some((path, delay)) = path.and_then(|path| Some((path, path.delay_days(draw)?)))
                && delay >= ago
            {
                let arrival = Arrival { chain: m, origin: k, capability, gain: innovation.aged(gain * path.share, delay) };
                self.coming.entry(morning.day + (delay - ago)).or_default().push(arrival);
            }
        }
    }

    /// Lets arrive what is due; whether anything did.
    fn receive(&mut self, morning: &Morning<'_>) -> bool {
        let due = self.coming.remove(&morning.day).unwrap_or_default();
        for arrival in due.iter().filter(|arrival| morning.is_live(arrival.chain)) {
            if let Some(levels) = &mut self.levels {
                let level = &mut levels[arrival.chain][arrival.capability];
                *level = 1.0 - (1.0 - *level) * (1.0 - arrival.gain);
            }
            let what = if arrival.chain == arrival.origin { What::Success } else { What::Diffusion };
            self.tell(arrival.chain, arrival.origin, what, Cause::Experiment(arrival.capability), 0.0);
        }
        !due.is_empty()
    }

    fn tell(&mut self, chain: usize, origin: usize, what: What, cause: Cause, severity: f64) {
        let level = match (&self.levels, cause) {
            (Some(levels), Cause::Experiment(c)) => Some(levels[chain][c]),
            _ => None,
        };
        let (lost, trust) = (MicroUsd::ZERO, self.trust[chain]);
        self.today.happenings.push(Happening { chain, origin, what, cause, severity, lost, compensated: lost, trust, level });
    }
}

/// Position of the practice at the quantile `u` of experiments.
fn pick(practices: &[Practice], u: f64) -> usize {
    let mut left = u * practices.iter().map(|p| p.experiments_per_day).sum::<f64>();
    let found = practices.iter().position(|practice| {
        left -= practice.experiments_per_day;
        left < 0.0
    });
    // Rounding may leave a last bit over.
    found.unwrap_or_else(|| practices.iter().rposition(|p| p.experiments_per_day > 0.0).unwrap_or(0))
}

impl System for InnovationSystem {
    fn dawn(&mut self, morning: &Morning<'_>) -> bool {
        let systems = &morning.economy.systems;
        self.today = InnovationDay { experiments: vec![0; morning.economy.chains.len()], happenings: vec![] };
        self.strikes.clear();
        self.struck.clear();
        self.assets_usd.clear();
        let healed = self.heal(morning.economy);
        if systems.innovation.is_on() {
            self.experiment(morning);
        }
        for (i, incident) in systems.incidents.iter().enumerate().filter(|(_, incident)| incident.day == morning.day) {
            if morning.is_live(incident.chain.index()) {
                self.fail(morning, incident.chain.index(), Cause::Planned(i), incident.severity, false);
            }
        }
        let received = self.receive(morning);
        healed || received || systems.innovation.is_on() || !self.today.happenings.is_empty()
    }

    fn stand(&self, standing: &mut Standing) {
        standing.levels.clone_from(&self.levels);
        standing.trust.iter_mut().zip(&self.trust).for_each(|(trust, own)| *trust *= own);
    }

    fn strikes(&self) -> &[Strike] {
        &self.strikes
    }

    fn dusk(&mut self, _: &Evening<'_>, books: &DayBooks) {
        for (&i, struck) in self.struck.iter().zip(&books.struck) {
            let happening = &mut self.today.happenings[i];
            (happening.lost, happening.compensated) = (struck.lost, struck.compensated);
        }
    }

    fn show(&self, today: &mut SystemsDay) {
        today.innovation = self.today.clone();
    }
}
