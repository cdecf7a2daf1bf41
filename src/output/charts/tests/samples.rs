//! Made-up but plausible inputs for the charts.

use crate::experiment::design::Spacing;
use crate::experiment::statistics::{FittedLine, Interval, Sign, Surface, sign_flip};
use crate::output::charts::*;

pub(super) const CHAINS: [&str; 13] = [
    "Ethereum",
    "Base",
    "Arbitrum One",
    "OP Mainnet",
    "ZKsync Era",
    "Linea",
    "Starknet",
    "Unichain",
    "World Chain",
    "Immutable",
    "Xai",
    "Ronin",
    "Hyperliquid",
];
pub(super) const VARIANTS: [&str; 5] =
    ["As it is", "Every L2 general", "Every L2 vertical", "Every L2 vertical, seamless interop", "Verticals as sovereign L1s"];
pub(super) const GROUPS: [&str; 8] = [
    "DeFi traders",
    "Retail payments",
    "Gamers",
    "Institutions with RWA",
    "Privacy seekers",
    "AI agents",
    "Social users",
    "Exchange customers",
];
const VERTICALS: [&str; 8] =
    ["DeFi", "Payments", "Gaming", "Real-world assets", "Privacy", "AI agents", "Social and identity", "Exchange on-ramp"];

/// Numbers between 0 and 1 that look like noise and never change.
pub(super) fn noise(a: usize, b: usize, c: usize) -> f64 {
    let bits = (a as u64 * 0x9E37_79B9 + b as u64 * 0x85EB_CA6B + c as u64 * 0xC2B2_AE35 + 7).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((bits ^ (bits >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 11) as f64 / (1u64 << 53) as f64
}

pub(super) fn names(count: usize, known: &[&str]) -> Vec<String> {
    (0..count).map(|i| known.get(i).map_or_else(|| format!("{} {i}", known[i % known.len()]), |name| (*name).to_owned())).collect()
}

pub(super) fn caption(title: &str, subtitle: &str, replicates: usize) -> Caption {
    Caption {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        source: "scenario specialization, 365 days, factors drawn".to_owned(),
        replicates,
    }
}

pub(super) fn shares_of(chains: usize, variants: usize, days: u32, replicates: usize) -> Shares {
    let days: Vec<u32> = (0..=days / 7).map(|week| (week * 7 + 6).min(days)).collect();
    let chains = names(chains, &CHAINS);
    let panel = |(v, variant): (usize, String)| {
        let weight = |i: usize, t: f64| {
            let start = 1.0 / (1.0 + i as f64);
            let end = noise(v, i, 1).powi(3) + 0.02;
            start * (-3.0 * t).exp() + end * (1.0 - (-3.0 * t).exp())
        };
        let share = |i: usize, t: f64| weight(i, t) / (0..chains.len()).map(|j| weight(j, t)).sum::<f64>();
        let line = |(i, chain): (usize, &String)| {
            let course = |sign: f64| -> Vec<f64> {
                days.iter()
                    .map(|d| f64::from(*d) / f64::from(days[days.len() - 1].max(1)))
                    .map(|t| share(i, t) * (1.0 + sign * 0.3 * t))
                    .collect()
            };
            ShareLine { chain: chain.clone(), low: course(-1.0), middle: course(0.0), high: course(1.0) }
        };
        SharesPanel { variant, lines: chains.iter().enumerate().map(line).collect() }
    };
    let panels = names(variants, &VARIANTS).into_iter().enumerate().map(panel).collect();
    let caption = caption("Where users live when Layer 2s specialize", "Share of users by home chain.", replicates);
    Shares { caption, amount: Amount::Share, days, panels }
}

pub(super) fn fees_of(verticals: usize, series: usize, replicates: usize) -> Fees {
    let fee = |vertical: usize, s: usize| {
        let middle = 0.002 * 10f64.powf(3.0 * noise(vertical, 0, 2)) * (0.5 + noise(vertical, s, 3));
        let wide = 1.0 + 1.5 * noise(vertical, s, 4);
        (noise(vertical, s, 5) > 0.06).then_some(if replicates > 1 {
            Spread { low: middle / wide, middle, high: middle * wide }
        } else {
            Spread { low: middle, middle, high: middle }
        })
    };
    Fees {
        caption: caption("What a transaction costs, by what it is for", "Fee per transaction by vertical and variant.", replicates),
        verticals: names(verticals, &VERTICALS),
        series: names(series, &VARIANTS),
        fees: (0..verticals).map(|v| (0..series).map(|s| fee(v, s)).collect()).collect(),
    }
}

pub(super) fn homes_of(groups: usize, chains: usize, variants: usize) -> HeatMap {
    let row = |v: usize, g: usize| -> Vec<Share> {
        let weights: Vec<f64> = (0..chains).map(|c| noise(v, g, c).powi(6)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|w| Share { mean: w / sum, range: 0.5 * w / sum * noise(g, v, 9) }).collect()
    };
    let panel = |(v, variant)| HeatPanel { variant, shares: (0..groups).map(|g| row(v, g)).collect() };
    HeatMap {
        caption: caption("Who lives where at the end of the year", "Share of each user group by home chain on day 365.", 24),
        whole: "of the group".to_owned(),
        rows: names(groups, &GROUPS),
        columns: names(chains, &CHAINS),
        panels: names(variants, &VARIANTS).into_iter().enumerate().map(panel).collect(),
    }
}

pub(super) fn flows_of(places: usize, variants: usize, replicates: usize) -> Flows {
    let size = |v: usize, i: usize| 3e6 * noise(v, i, 10).powi(3);
    let panel = |(v, variant): (usize, String)| {
        let moved = |i: usize, j: usize| if i == j { 0.0 } else { (size(v, i) * size(v, j)).sqrt() * noise(v, i, j + 20) };
        let moved: Vec<Vec<f64>> = (0..places).map(|i| (0..places).map(|j| moved(i, j)).collect()).collect();
        let gain = |i: usize| (0..places).map(|j| moved[j][i] - moved[i][j]).sum::<f64>();
        let wide = if replicates > 1 { 0.4 } else { 0.0 };
        let spread = |gain: f64| Gain { low: gain - wide * gain.abs(), mean: gain, high: gain + wide * gain.abs() };
        FlowPanel { variant, gains: (0..places).map(|i| spread(gain(i))).collect(), moved }
    };
    Flows {
        caption: caption("Who moved where, and who gained", "People who changed their home over the whole run.", replicates),
        places: names(places, &CHAINS),
        panels: names(variants, &VARIANTS).into_iter().enumerate().map(panel).collect(),
    }
}

/// Treasuries of a few sizes, one of which fails; launched later in the second panel.
pub(super) fn courses_of(panels: usize, series: usize, days: u32, replicates: usize) -> Courses {
    let days: Vec<u32> = (0..=days / 7).map(|week| (week * 7 + 6).min(days)).collect();
    let span = f64::from(days.last().copied().unwrap_or(0).max(1));
    let course = |p: usize, s: usize| {
        let (start, drift) = (10f64.powf(4.0 + 5.0 * noise(p, 0, 30)), 2.4 * noise(p, s, 31) - 1.6);
        let figure = |day: &u32| {
            let t = f64::from(*day) / span;
            let (middle, wide) = (start * (1.0 + drift * t), if replicates > 1 { 0.3 * start * t } else { 0.0 });
            (p != 1 || t >= 0.3).then_some(Spread { low: middle - wide, middle, high: middle + wide })
        };
        let figures: Vec<Option<Spread>> = days.iter().map(figure).collect();
        let has_ended = |s: &Spread| p == 3 && s.high < 0.0;
        let figures: Vec<Option<Spread>> = figures.into_iter().map(|s| s.filter(|s| !has_ended(s))).collect();
        let exit = days.iter().zip(&figures).find_map(|(day, s)| s.filter(|s| s.middle < 0.0).map(|s| (*day, s.middle)));
        Course { series: s, dashed: false, figures, cross: exit }
    };
    let panel = |(p, title): (usize, String)| CoursePanel {
        title,
        remark: if p.is_multiple_of(3) { "closed in A 3 of 24".to_owned() } else { String::new() },
        amount: Amount::Usd,
        courses: (0..series).map(|s| course(p, s)).collect(),
    };
    Courses {
        caption: caption("Who can pay, and who closes", "Treasury of each chain's operator.", replicates),
        note: "Cross: median day on which the chain closed.".to_owned(),
        dashed: String::new(),
        axis: CourseAxis::Own,
        days: days.clone(),
        series: names(series, &VARIANTS),
        panels: names(panels, &CHAINS).into_iter().enumerate().map(panel).collect(),
    }
}

/// Adoption: dashed lines above solid ones.
pub(super) fn adoption_of(groups: usize, series: usize, days: u32, replicates: usize) -> Courses {
    let days: Vec<u32> = (0..=days / 7).map(|week| (week * 7 + 6).min(days)).collect();
    let course = |g: usize, s: usize, dashed: bool| {
        let share = |day: &u32| {
            let aware = 1.0 - 0.9 * (-f64::from(*day) / (60.0 + 900.0 * noise(g, s / 3, 40))).exp();
            let middle = if dashed { aware } else { aware * (0.4 + 0.5 * noise(g, s, 41)) };
            let wide = if replicates > 1 { 0.1 * middle } else { 0.0 };
            Some(Spread { low: middle - wide, middle, high: (middle + wide).min(1.0) })
        };
        Course { series: s, dashed, figures: days.iter().map(share).collect(), cross: None }
    };
    let panel = |(g, title): (usize, String)| CoursePanel {
        title,
        remark: String::new(),
        amount: Amount::Share,
        courses: [false, true].into_iter().flat_map(|dashed| (0..series).map(move |s| course(g, s, dashed))).collect(),
    };
    Courses {
        caption: caption("Who comes to chains", "Share of each user group that lives on a chain.", replicates),
        note: "Dashed: share who know of chains.".to_owned(),
        dashed: "aware".to_owned(),
        axis: CourseAxis::Own,
        days: days.clone(),
        series: names(series, &VARIANTS),
        panels: names(groups, &GROUPS).into_iter().enumerate().map(panel).collect(),
    }
}

/// Counts of apps.
pub(super) fn apps_of(chains: usize, variants: usize, days: u32, replicates: usize) -> Shares {
    let mut counts = shares_of(chains, variants, days, replicates);
    counts.amount = Amount::Count;
    for line in counts.panels.iter_mut().flat_map(|panel| &mut panel.lines) {
        line.low.iter_mut().chain(&mut line.middle).chain(&mut line.high).for_each(|share| *share *= 4321.0);
    }
    counts
}

const MEASURES: [(&str, &str, f64); 9] = [
    ("User welfare, systematic", "USD per year", 3.1e9),
    ("User welfare, with tastes", "USD per year", 2.4e9),
    ("Operator profit", "USD per year", 8.3e7),
    ("Ethereum income", "USD per year", 4.2e6),
    ("Adoption", "percentage points", 4.0),
    ("Activity-weighted security", "points of 100", 9.0),
    ("Verticals served", "of 8", 1.4),
    ("Concentration (HHI)", "points of 10,000", 1800.0),
    ("Vertical chains in profit", "chains", 3.0),
];

pub(super) fn verdict_of(measures: usize, variants: usize, replicates: usize) -> Verdict {
    let difference = |m: usize, v: usize| {
        let mean = MEASURES[m].2 * (noise(m, v, 6) * 2.0 - 0.8) * if v == 1 { 0.1 } else { 1.0 };
        let wide = MEASURES[m].2 * (0.2 + 0.5 * noise(m, v, 7));
        let is_single = replicates < 2;
        let equal = m == 6 && v == 0;
        Some(Difference {
            mean: if equal { 0.0 } else { mean },
            interval: (!is_single && !equal).then_some((mean - wide / 4.0, mean + wide / 4.0)),
            range: (!is_single && !equal).then_some((mean - wide, mean + wide * 0.8)),
            positive: ((mean / wide + 1.0) / 2.0 * replicates as f64).clamp(0.0, replicates as f64).round() as usize,
            count: replicates,
            sign: match (equal, is_single) {
                (true, _) => Sign::Zero,
                (_, true) => Sign::Undecided,
                _ if mean > wide / 4.0 => Sign::Positive,
                _ if mean < -wide / 4.0 => Sign::Negative,
                _ => Sign::Undecided,
            },
        })
        .filter(|_| !(m == 8 && v == 3))
    };
    let measure = |m: usize| VerdictMeasure {
        name: MEASURES[m].0.to_owned(),
        unit: MEASURES[m].1.to_owned(),
        differences: (0..variants).map(|v| difference(m, v)).collect(),
    };
    Verdict {
        caption: caption(
            "What specialization changes, against Layer 2s as they are",
            "Per-year means after a warm-up of 60 days.",
            replicates,
        ),
        baseline: VARIANTS[0].to_owned(),
        variants: names(variants + 1, &VARIANTS)[1..].to_vec(),
        measures: (0..measures).map(measure).collect(),
    }
}

pub(super) fn effect_of(variants: usize, replicates: usize) -> Effect {
    let panel = |(v, variant): (usize, String)| {
        let log = v % 2 == 0;
        let point = |r: usize| {
            let u = (r as f64 + 0.5) / replicates as f64;
            let x = if log { 0.01 * 100f64.powf(u) } else { u };
            (x, 2e9 * ((u - 0.55) * if v == 2 { 0.4 } else { -1.5 } + if v == 3 { 1.0 } else { 0.0 } + (noise(v, r, 8) - 0.5) * 0.7))
        };
        let factor = if log { "capabilities.theta" } else { "interop.level" }.to_owned();
        let points: Vec<(f64, f64)> = (0..replicates).map(point).collect();
        let (drawn, values): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let spacing = if log { Spacing::Log } else { Spacing::Linear };
        let range = if log { (0.01, 1.0) } else { (0.0, 1.0) };
        let line = FittedLine::through(&values, &drawn, spacing);
        let flip = sign_flip(&values, &drawn, Interval { low: range.0, high: range.1 }, spacing);
        EffectPanel { variant, factor, log, range, points, line, flip }
    };
    Effect {
        caption: caption("What moves the difference in user welfare most", "Each variant's strongest factor.", replicates),
        measure: "User welfare, systematic".to_owned(),
        unit: "USD per year".to_owned(),
        panels: names(variants + 1, &VARIANTS)[1..].iter().cloned().enumerate().map(panel).collect(),
    }
}

pub(super) fn regimes_of(panels: usize, worlds: usize) -> Regimes {
    const STEPS: usize = 21;
    let panel = |p: usize| {
        let places: Vec<[f64; 2]> = (0..worlds).map(|w| [noise(p, w, 70), noise(p, w, 71)]).collect();
        let truth = |[x, y]: [f64; 2]| [x - y - 0.1, 0.3 - 3.0 * ((x - 0.6).powi(2) + (y - 0.4).powi(2)), 0.8, 0.0][p % 4];
        let values: Vec<f64> = places.iter().enumerate().map(|(w, place)| truth(*place) + (noise(p, w, 72) - 0.5) * 0.8).collect();
        let surface = Surface::through(&values, &places).unwrap();
        let cell = |i: usize| {
            let step = |i: usize| i as f64 / (STEPS - 1) as f64;
            let height = surface.at([step(i % STEPS), step(i / STEPS)]).unwrap();
            let told = match height.sign() {
                Sign::Positive => Told::Right,
                Sign::Negative => Told::Wrong,
                _ => Told::Neither,
            };
            (height.mean, told)
        };
        let axis = |label: &str, log: bool| RegimeAxis { label: label.to_owned(), range: if log { (0.3, 3.0) } else { (0.0, 0.6) }, log };
        RegimePanel {
            claim: format!("Chains that take one vertical each serve users better than general chains ({p})"),
            axes: [axis("Gain from focus (theta)", false), axis("Strength of network effects", true)],
            steps: STEPS,
            cells: (0..STEPS * STEPS).map(cell).collect(),
            worlds: places.iter().zip(&values).map(|([x, y], value)| ((*x, *y), *value > 0.0)).collect(),
            today: [Some((0.5, 0.5)), Some((0.99, 0.98)), None, Some((0.0, 0.0))][p % 4],
        }
    };
    let caption = caption("In which worlds it is right", "Worlds, each with its own draw of assumptions.", worlds);
    Regimes { caption, panels: (0..panels).map(panel).collect() }
}

pub(super) fn incidents_of(chains: usize, variants: usize, days: u32, replicates: usize) -> Lanes {
    let lane = |v: usize, (c, label): (usize, String)| {
        let count = (6.0 * noise(v, c, 40)) as usize;
        let mark = |i: usize| {
            let day = (f64::from(days) * noise(v, c, 41 + i)) as u32;
            LaneMark { from: day.saturating_sub(30 * (i as u32 % 2)), day, kind: i % 3, size: noise(c, i, 60).powi(3) }
        };
        Lane { label, marks: (0..count).map(mark).collect(), rate: format!("{count} [{}, {}]", count / 2, 2 * count) }
    };
    let panel = |(v, title): (usize, String)| LanePanel {
        title,
        lanes: names(chains, &CHAINS).into_iter().enumerate().map(|chain| lane(v, chain)).collect(),
    };
    Lanes {
        caption: caption("When experiments fail and what spreads", "Happenings of the first replicate.", replicates),
        note: "Larger marks: larger losses.".to_owned(),
        rate: "a year".to_owned(),
        last_day: days,
        kinds: ["Failure", "Success", "Spread"].map(str::to_owned).to_vec(),
        panels: names(variants, &VARIANTS).into_iter().enumerate().map(panel).collect(),
    }
}

/// Chains that drift from general to vertical, enter and close; one lives for no longer than a period.
pub(super) fn focus_of(chains: usize, variants: usize, days: u32, replicates: usize) -> FocusMap {
    let ends: Vec<u32> = (0..=days / 7).map(|week| (week * 7 + 6).min(days)).collect();
    let track = |v: usize, (c, chain): (usize, String)| {
        let entry = (c % 3 == 2).then(|| (f64::from(days) * 0.8 * noise(v, c, 70)) as u32);
        let exit = (c % 5 == 4).then(|| (entry.unwrap_or(0) + 5 + (f64::from(days) * noise(v, c, 71)) as u32).min(days));
        let (from, to) = if c % 4 == 1 { (0.125, 1.0) } else { [(0.125, 0.125), (0.744, 0.744)][c % 2] };
        let point = |day: &u32| {
            let t = (2.0 * f64::from(*day) / f64::from(days.max(1)) - noise(v, c, 72)).clamp(0.0, 1.0);
            (*day, from + (to - from) * t, 3e6 * noise(v, c, 73).powi(4) * (1.0 + t))
        };
        let is_open = |day: &&u32| entry.is_none_or(|entry| **day >= entry) && exit.is_none_or(|exit| **day < exit);
        let mut points: Vec<(u32, f64, f64)> = ends.iter().filter(is_open).map(point).collect();
        if points.is_empty() {
            points.push((entry.or(exit).unwrap_or(0), from, 0.0));
        }
        Track { label: if c == 4 { format!("{chain}.2") } else { chain.clone() }, chain, points, entry, exit }
    };
    let panel = |(v, title): (usize, String)| FocusPanel {
        title,
        remark: "12.3 live in the end: 7.1 general, 5.2 vertical; 3 entered, 2.4 closed".to_owned(),
        tracks: names(chains, &CHAINS).into_iter().enumerate().map(|chain| track(v, chain)).collect(),
    };
    FocusMap {
        caption: caption("Who is general, who is vertical, who enters and who closes", "Specialization index of each focus.", replicates),
        note: "Tracks are one history.".to_owned(),
        last_day: days,
        vertical_from: 0.5,
        panels: names(variants, &VARIANTS).into_iter().enumerate().map(panel).collect(),
    }
}

/// Mark-ups over three decades in panels of one axis.
pub(super) fn markups_of(chains: usize, variants: usize, days: u32, replicates: usize) -> Courses {
    let mut input = courses_of(variants, chains, days, replicates);
    (input.axis, input.series) = (CourseAxis::CommonLog, names(chains, &CHAINS));
    for (p, panel) in input.panels.iter_mut().enumerate() {
        panel.title = names(variants, &VARIANTS)[p].clone();
        for course in &mut panel.courses {
            let size = 10f64.powf(3.0 * noise(p, course.series, 80) - 4.0);
            let wide = if replicates > 1 { 1.5 } else { 1.0 };
            course.figures.iter_mut().flatten().for_each(|s| *s = Spread { low: size / wide, middle: size, high: size * wide });
            course.cross = None;
        }
    }
    input
}
