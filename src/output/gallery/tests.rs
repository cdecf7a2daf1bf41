//! What charts are made of, from tables of made-up runs: two chains and Ethereum, two groups, two verticals, two variants.

use super::*;
use crate::metrics::column::Data;
use crate::metrics::dictionary::TABLES;
use crate::metrics::recorder::RunKeys;
use crate::metrics::table::{Cell, Table};

const CHAINS: [&str; 3] = ["ethereum", "plaza", "arena"];
const GROUPS: [&str; 2] = ["traders", "players"];
const VERTICALS: [&str; 2] = ["swaps", "games"];
/// Last days of the periods.
const DAYS: [u32; 3] = [9, 19, 29];

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn labels(variants: &[&str]) -> Labels {
    let shown = |names: &[&str]| names.iter().map(|name| name.to_uppercase()).collect::<Vec<_>>();
    Labels {
        scenario: "Made up".into(),
        variants: owned(variants),
        chains: shown(&CHAINS),
        chain_names: owned(&CHAINS),
        groups: shown(&GROUPS),
        group_names: owned(&GROUPS),
        verticals: shown(&VERTICALS),
        vertical_names: owned(&VERTICALS),
        starts: 0,
        tokens: vec![],
        token_names: vec![],
        lanes: Default::default(),
    }
}

/// Adds a row of these cells; the others are empty or zero.
fn push(table: &mut Table, cells: &[(&str, Cell)]) {
    let spec = table.spec();
    assert!(cells.iter().all(|(name, _)| spec.position(name).is_some()), "{}: {cells:?}", spec.name);
    let cell = |column: &crate::metrics::column::ColumnSpec| {
        let given = cells.iter().find(|(name, _)| *name == column.name).map(|(_, cell)| cell.clone());
        given.unwrap_or_else(|| match column.data {
            Data::Text => "".into(),
            Data::Integer => 0u32.into(),
            Data::Real => 0.0.into(),
        })
    };
    table.push(spec.columns.iter().map(cell));
}

/// What happens in a run.
#[derive(Clone, Copy)]
struct Story {
    /// Days after which the arena is closed.
    arena_closes: Option<u32>,
    /// Share of the players who know of chains.
    aware: [f64; 3],
    /// People who move from the plaza to the arena in each period.
    movers: f64,
    /// Share of games that are played in the arena.
    arena_games: f64,
}

const QUIET: Story = Story { arena_closes: None, aware: [1.0; 3], movers: 0.0, arena_games: 0.25 };

fn run(story: Story) -> RunTables {
    let mut tables: std::collections::BTreeMap<_, _> = TABLES.iter().map(|spec| (spec.name, Table::new(spec))).collect();
    let mut add = |name: &str, cells: &[(&str, Cell)]| push(tables.get_mut(name).unwrap(), cells);
    for (period, day) in DAYS.into_iter().enumerate() {
        for (c, chain) in CHAINS.into_iter().enumerate() {
            let status = match (chain, story.arena_closes) {
                ("plaza", _) if period == 0 => "coming",
                ("arena", Some(closing)) if day >= closing => "closed",
                _ => "live",
            };
            let kind = if c == 0 { "l1" } else { "l2" };
            let treasury = 100.0 * c as f64 - f64::from(day);
            let cells = [("chain", chain.into()), ("kind", kind.into()), ("status", status.into()), ("treasury_usd", treasury.into())];
            add("chains", &[&[("day", day.into())], &cells[..]].concat());
        }
        if let Some(closing) = story.arena_closes.filter(|closing| (*closing..closing + 10).contains(&day)) {
            let what = [("what", Cell::from("sunset")), ("written_off_usd", Cell::from(0.5))];
            add("chronicle", &[&[("day", closing.into()), ("chain", "arena".into())], &what[..]].concat());
        }
        for (g, group) in GROUPS.into_iter().enumerate() {
            let aware = if g == 0 { 100.0 } else { 100.0 * story.aware[period] };
            let people = [("users", 100.0.into()), ("aware_users", aware.into()), ("outside_users", 10.0.into())];
            add("groups", &[&[("day", day.into()), ("group", group.into())], &people[..]].concat());
            for (place, users) in [("ethereum", 20.0), ("plaza", 30.0), ("arena", aware - 60.0), ("outside", 10.0)] {
                add("homes", &[("day", day.into()), ("group", group.into()), ("chain", place.into()), ("users", users.into())]);
            }
        }
        for (chain, games) in [("arena", story.arena_games), ("plaza", 1.0 - story.arena_games)] {
            let played = Cell::from(1000.0 * games);
            add("activity", &[("day", day.into()), ("vertical", "games".into()), ("chain", chain.into()), ("transactions", played)]);
        }
        add("activity", &[("day", day.into()), ("vertical", "swaps".into()), ("chain", "plaza".into()), ("transactions", 10.0.into())]);
        let moved = [("from", "plaza".into()), ("to", "arena".into()), ("users", story.movers.into())];
        add("migration", &[&[("day", day.into()), ("group", "traders".into())], &moved[..]].concat());
        add("ecosystem", &[("day", day.into()), ("hhi_users", 0.5.into())]);
    }
    RunTables { keys: RunKeys { variant: "a".into(), replicate: 0 }, tables, summary: Vec::new(), entities: Vec::new() }
}

fn gallery(stories: &[&[Story]]) -> Gallery {
    let names: Vec<String> = (0..stories.len()).map(|v| format!("variant {v}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut gallery = Gallery::new(labels(&names), 30, 10);
    for (variant, runs) in stories.iter().enumerate() {
        runs.iter().for_each(|story| gallery.add(variant, &run(*story)));
    }
    gallery
}

#[test]
fn treasuries_begin_at_launch_and_a_cross_marks_the_middle_of_the_closings() {
    let closing = |day| Story { arena_closes: Some(day), ..QUIET };
    let input = over_time::treasuries(&gallery(&[&[closing(15), closing(25), QUIET], &[QUIET; 3]])).unwrap();
    assert_eq!(input.panels.iter().map(|panel| panel.title.as_str()).collect::<Vec<_>>(), ["PLAZA", "ARENA"], "Ethereum has no operator");
    let (plaza, arena) = (&input.panels[0], &input.panels[1]);
    assert_eq!(plaza.courses[0].figures.iter().map(|s| s.map(|s| s.middle)).collect::<Vec<_>>(), [None, Some(81.0), Some(71.0)]);
    assert_eq!((plaza.remark.as_str(), arena.remark.as_str()), ("", "closed (of 3 replicates): A 2 day 20"));
    // Closed on days 15 and 25: 20 in the middle, in the period that ends on day 29.
    assert_eq!(arena.courses.iter().map(|course| course.cross).collect::<Vec<_>>(), [Some((29, -0.5)), None]);
    let last: Vec<f64> = arena.courses[0].figures.iter().map(|s| s.unwrap().low).collect();
    assert_eq!(last, [191.0, -0.5, -0.5], "what closed counts with the debt it left");
    let gone = over_time::treasuries(&gallery(&[&[closing(15)]])).unwrap();
    assert_eq!((gone.panels[1].courses[0].figures[2], gone.panels[1].remark.as_str()), (None, "closed: day 15"));
    assert!(input.note.contains("Cross"));
    assert!(over_time::treasuries(&gallery(&[&[QUIET]])).unwrap().note.contains("No chain closed"));
}

#[test]
fn adoption_shows_who_learns_and_leaves_out_who_does_not() {
    let input = over_time::adoption(&gallery(&[&[Story { aware: [0.7, 0.8, 0.9], ..QUIET }], &[QUIET]])).unwrap();
    assert_eq!(input.panels.len(), 1);
    assert!(input.note.ends_with("Left out, because nothing moves by as much as a point: TRADERS."), "{}", input.note);
    let lines: Vec<(usize, bool)> = input.panels[0].courses.iter().map(|course| (course.series, course.dashed)).collect();
    assert_eq!(lines, [(0, false), (1, false), (0, true), (1, true)]);
    let last = |course: &charts::Course| (100.0 * course.figures[2].unwrap().middle).round();
    assert_eq!(input.panels[0].courses.iter().map(last).collect::<Vec<_>>(), [80.0, 90.0, 90.0, 100.0]);
    assert_eq!(over_time::adoption(&gallery(&[&[QUIET], &[QUIET]])), None);
}

#[test]
fn routing_puts_large_verticals_and_chains_first_and_its_rows_add_up() {
    let input = places::routing(&gallery(&[&[QUIET, Story { arena_games: 0.75, ..QUIET }]])).unwrap();
    assert_eq!((input.rows, input.columns), (owned(&["GAMES", "SWAPS"]), owned(&["PLAZA", "ARENA", "ETHEREUM"])));
    let means: Vec<Vec<f64>> = input.panels[0].shares.iter().map(|row| row.iter().map(|share| share.mean).collect()).collect();
    assert_eq!(means, [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]);
    assert_eq!(input.panels[0].shares[0][0].range, 0.5, "replicates differ by half");
    assert_eq!(input.panels[0].shares[1][0].range, 0.0);
}

#[test]
fn moves_are_summed_over_periods_and_averaged_over_replicates() {
    let gallery_of = |a, b| gallery(&[&[Story { movers: a, ..QUIET }, Story { movers: b, ..QUIET }]]);
    let input = places::migration(&gallery_of(10.0, 20.0)).unwrap();
    assert_eq!(input.places, ["ARENA", "PLAZA"], "who gains most comes first; who sees no moves is left out");
    assert_eq!(input.panels[0].moved, [[0.0, 0.0], [45.0, 0.0]]);
    assert_eq!(input.panels[0].gains.iter().map(|gain| gain.mean).collect::<Vec<_>>(), [45.0, -45.0]);
    assert_eq!(places::migration(&gallery_of(0.0, 0.0)), None);
}

#[test]
fn places_beyond_the_chains_are_shown_where_somebody_is() {
    let columns = |gallery: &Gallery| places::homes(gallery).columns;
    let mut gallery = gallery(&[&[QUIET]]);
    assert_eq!(columns(&gallery), ["ETHEREUM", "PLAZA", "ARENA", "outside"]);
    let mut later = run(QUIET);
    let homes = later.tables.get_mut("homes").unwrap();
    push(homes, &[("day", DAYS[2].into()), ("group", "players".into()), ("chain", "unaware".into()), ("users", 5.0.into())]);
    gallery.add(0, &later);
    assert_eq!(columns(&gallery), ["ETHEREUM", "PLAZA", "ARENA", "outside", "unaware"]);
}

#[test]
fn concentration_has_a_panel_a_measure_and_a_line_a_variant() {
    let input = over_time::concentration(&gallery(&[&[QUIET], &[QUIET]]));
    assert_eq!((input.panels.len(), input.panels[0].courses.len(), input.days.as_slice()), (4, 2, &DAYS[..]));
    assert_eq!(input.panels[0].courses[0].figures[1].unwrap().middle, 0.5);
}

#[test]
fn lanes_show_the_first_replicate_and_count_all_and_leave_out_who_has_none() {
    let with = |days: &[u32]| {
        let mut run = run(QUIET);
        for day in days {
            let deal = [("day", (*day).into()), ("deal", "titles".into()), ("what", "signed".into()), ("size", f64::from(*day).into())];
            push(run.tables.get_mut("deals").unwrap(), &deal);
        }
        run
    };
    let mut gallery = gallery(&[&[], &[]]);
    for (variant, days) in [(0, &[10u32, 20][..]), (0, &[][..]), (1, &[][..]), (1, &[][..])] {
        gallery.add(variant, &with(days));
    }
    let deals = happenings::SOURCES.iter().position(|(name, _)| *name == "deals").unwrap();
    let input = happenings::lanes(&gallery, deals).unwrap();
    assert_eq!(input.panels.len(), 1);
    assert!(input.note.ends_with("Nothing of the kind happened in: variant 1."), "{}", input.note);
    let lane = &input.panels[0].lanes[0];
    let marks: Vec<(u32, f64)> = lane.marks.iter().map(|mark| (mark.day, mark.size)).collect();
    assert_eq!((lane.label.as_str(), marks), ("titles", vec![(10, 0.5), (20, 1.0)]));
    assert!(lane.rate.ends_with(']') && lane.rate.contains("12.2"), "two and none in thirty days: {}", lane.rate);
    assert!(happenings::lanes(&gallery, 0).is_none());
}

/// Adds a row of `chains` for each of these: day, chain, status, specialization index, users.
fn lived(run: &mut RunTables, rows: &[(u32, &'static str, &'static str, f64, f64)]) {
    for (day, chain, status, index, users) in rows {
        let words = [("day", (*day).into()), ("chain", (*chain).into()), ("kind", "l2".into()), ("status", (*status).into())];
        let figures =
            [("focus_index", (*index).into()), ("users", (*users).into()), ("treasury_usd", 7.0.into()), ("revenue_usd", 1.0.into())];
        push(run.tables.get_mut("chains").unwrap(), &[&words[..], &figures[..], &[("markup_usd_per_tx", (0.5 * index).into())]].concat());
    }
}

fn turned(run: &mut RunTables, turns: &[(u32, &'static str, &'static str)]) {
    for (day, chain, what) in turns {
        push(run.tables.get_mut("chronicle").unwrap(), &[("day", (*day).into()), ("chain", (*chain).into()), ("what", (*what).into())]);
    }
}

/// A run without chains, but for those of a test.
fn vacant() -> RunTables {
    let mut run = run(QUIET);
    for name in ["chains", "chronicle"] {
        let table = run.tables.get_mut(name).unwrap();
        *table = Table::new(table.spec());
    }
    run
}

/// The plaza turns vertical, the arena dies and another one takes its place.
fn succession() -> RunTables {
    let mut run = vacant();
    lived(
        &mut run,
        &[
            (9, "plaza", "live", 0.25, 50.0),
            (9, "arena", "live", 1.0, 10.0),
            (19, "plaza", "live", 0.25, 50.0),
            (19, "arena", "closed", 1.0, 0.0),
            (29, "plaza", "live", 0.75, 50.0),
            (29, "arena.2", "live", 0.5, 20.0),
        ],
    );
    turned(&mut run, &[(12, "arena", "sunset"), (24, "arena.2", "launch")]);
    run
}

#[test]
fn lives_of_a_slot_are_tracks_of_their_own_on_the_map_of_focus() {
    let mut gallery = gallery(&[&[], &[]]);
    gallery.add(0, &succession());
    gallery.add(1, &run(QUIET));
    let input = focus::map(&gallery).unwrap();
    let told = |track: &charts::Track| (track.label.clone(), track.chain.clone(), track.points.len(), track.entry, track.exit);
    let named = |label: &str, chain: &str| (label.to_owned(), chain.to_owned());
    let tracks: Vec<_> = input.panels[0].tracks.iter().map(told).map(|(a, b, n, entry, exit)| ((a, b), n, entry, exit)).collect();
    let plaza = (named("PLAZA", "PLAZA"), 3, None, None);
    assert_eq!(tracks, [plaza, (named("ARENA", "ARENA"), 1, None, Some(12)), (named("ARENA.2", "ARENA"), 1, Some(24), None)]);
    assert_eq!(input.panels[0].remark, "2 live in the end: 0 general, 2 vertical; 1 entered, 1 closed");
    assert_eq!(input.panels[1].tracks.len(), 2, "Ethereum has no operator");
}

#[test]
fn the_map_counts_all_replicates_and_is_left_out_where_nothing_happens() {
    let mut both = gallery(&[&[]]);
    both.add(0, &run(QUIET));
    assert_eq!(focus::map(&both), None);
    both.add(0, &succession());
    let input = focus::map(&both).unwrap();
    assert!(input.note.contains("replicate 0"), "{}", input.note);
    assert_eq!(input.panels[0].tracks.len(), 2, "tracks are of the first of two that are as near");
    assert_eq!(input.panels[0].remark, "2 live in the end: 1 general, 1 vertical; 0.5 entered, 0.5 closed");
    both.add(0, &succession());
    let input = focus::map(&both).unwrap();
    assert!(input.note.contains("replicate 1") && input.panels[0].tracks.len() == 3, "two of three are alike: {}", input.note);
    let mut brief = vacant();
    lived(&mut brief, &[(9, "plaza", "coming", 0.25, 0.0), (19, "plaza", "closed", 0.25, 0.0), (29, "plaza", "closed", 0.25, 0.0)]);
    turned(&mut brief, &[(12, "plaza", "launch"), (15, "plaza", "sunset")]);
    let mut gallery = gallery(&[&[]]);
    gallery.add(0, &brief);
    let panel = &focus::map(&gallery).unwrap().panels[0];
    assert_eq!((panel.tracks[0].points.as_slice(), panel.tracks[0].exit), (&[(15, 0.25, 0.0)][..], Some(15)), "a life within a period");
    assert!(panel.remark.starts_with("0 live") && panel.remark.ends_with("1 entered, 1 closed"));
}

#[test]
fn markups_are_of_chains_with_revenue_and_wide_ones_on_a_log_axis() {
    let mut gallery = gallery(&[&[]]);
    gallery.add(0, &run(QUIET));
    assert_eq!(markups::markups(&gallery), None, "nobody earned anything");
    gallery.add(0, &succession());
    let input = markups::markups(&gallery).unwrap();
    assert_eq!((input.series.as_slice(), input.axis), (&owned(&["PLAZA", "ARENA"])[..], charts::CourseAxis::Common));
    let mut wide = super::tests::gallery(&[&[]]);
    let mut run = vacant();
    lived(&mut run, &[(9, "plaza", "live", 0.01, 1.0), (9, "arena", "live", 1.0, 1.0)]);
    wide.add(0, &run);
    assert_eq!(markups::markups(&wide).unwrap().axis, charts::CourseAxis::CommonLog);
}

#[test]
fn later_lives_count_for_their_slot() {
    let mut run = succession();
    let moved =
        [("day", 29u32.into()), ("group", "traders".into()), ("from", "plaza".into()), ("to", "arena.2".into()), ("users", 5.0.into())];
    push(run.tables.get_mut("migration").unwrap(), &moved);
    let home = [("day", 29u32.into()), ("group", "traders".into()), ("chain", "arena.2".into()), ("users", 5.0.into())];
    push(run.tables.get_mut("homes").unwrap(), &home);
    let played = [("day", 29u32.into()), ("vertical", "games".into()), ("chain", "arena.2".into()), ("transactions", 1000.0.into())];
    push(run.tables.get_mut("activity").unwrap(), &played);
    let hit = [("day", 29u32.into()), ("chain", "arena.2".into()), ("what", "incident".into()), ("loss_usd", 1.0.into())];
    push(run.tables.get_mut("incidents").unwrap(), &hit);
    let mut gallery = gallery(&[&[]]);
    gallery.add(0, &run);
    let users = gallery.shares("", "", |s| &s.users);
    let arena = users.panels[0].lines.iter().find(|line| line.chain == "ARENA").unwrap();
    assert_eq!(arena.middle, [1.0 / 6.0, 0.0, 2.0 / 7.0]);
    let treasuries = over_time::treasuries(&gallery).unwrap();
    let arena = treasuries.panels.iter().find(|panel| panel.title == "ARENA").unwrap();
    assert_eq!(arena.courses[0].figures.iter().map(|s| s.map(|s| s.middle)).collect::<Vec<_>>(), [Some(7.0), Some(0.0), Some(7.0)]);
    assert_eq!(arena.remark, "closed: day 12");
    assert_eq!(places::migration(&gallery).unwrap().panels[0].gains.iter().map(|gain| gain.mean).collect::<Vec<_>>(), [5.0, -5.0]);
    let routing = places::routing(&gallery).unwrap();
    let games = routing.panels[0].shares[0].iter().map(|share| share.mean).collect::<Vec<_>>();
    assert_eq!((routing.columns.as_slice(), games), (&owned(&["PLAZA", "ARENA"])[..], vec![0.5, 0.5]), "half of 4000 with the last 1000");
    let lanes = happenings::lanes(&gallery, 0).unwrap();
    assert_eq!(lanes.panels[0].lanes.iter().map(|lane| lane.label.as_str()).collect::<Vec<_>>(), ["arena"]);
}

#[test]
fn slots_that_nobody_took_are_not_shown() {
    let mut run = vacant();
    run.tables.insert("homes", Table::new(run.tables["homes"].spec()));
    for day in DAYS {
        lived(&mut run, &[(day, "plaza", "live", 0.25, 50.0), (day, "arena", "coming", 0.25, 0.0), (day, "ethereum", "vacant", 0.25, 0.0)]);
    }
    let mut gallery = gallery(&[&[]]);
    gallery.add(0, &run);
    assert_eq!(gallery.shares("", "", |s| &s.users).panels[0].lines.iter().map(|line| line.chain.as_str()).collect::<Vec<_>>(), ["PLAZA"]);
    assert_eq!(over_time::treasuries(&gallery).unwrap().panels.iter().map(|panel| panel.title.as_str()).collect::<Vec<_>>(), ["PLAZA"]);
    assert_eq!(places::homes(&gallery).columns, ["PLAZA", "outside"]);
}
