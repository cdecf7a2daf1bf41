//! The last period of a run may be cut short: a year of weeks leaves a day. What flows in it, and means over it, are not to be compared with
//! those of whole periods, and they would stand at the ends of lines, where readers look.

use crate::output::charts::{Courses, Shares};

/// How many periods are whole: all but a last one less than half as long as the one before.
fn whole(days: &[u32]) -> usize {
    match days {
        [.., before, first, last] if 2 * (last - first) < first - before => days.len() - 1,
        // The first period begins with day 0.
        [first, last] if 2 * (last - first) < first + 1 => 1,
        _ => days.len(),
    }
}

/// That a cut period is left out, where one is.
fn remark(days: &[u32]) -> String {
    match days {
        [.., before, last] if whole(days) < days.len() && last - before == 1 => " A last day beyond whole periods is left out.".into(),
        [.., before, last] if whole(days) < days.len() => format!(" The last {} days, no whole period, are left out.", last - before),
        _ => String::new(),
    }
}

/// Shares in whole periods.
pub(super) fn of_shares(mut shares: Shares) -> Shares {
    shares.caption.subtitle += &remark(&shares.days);
    let whole = whole(&shares.days);
    shares.days.truncate(whole);
    for line in shares.panels.iter_mut().flat_map(|panel| &mut panel.lines) {
        for figures in [&mut line.low, &mut line.middle, &mut line.high] {
            figures.truncate(whole);
        }
    }
    shares
}

/// Courses in whole periods.
pub(super) fn of_courses(mut courses: Courses) -> Courses {
    courses.caption.subtitle += &remark(&courses.days);
    let whole = whole(&courses.days);
    courses.days.truncate(whole);
    for course in courses.panels.iter_mut().flat_map(|panel| &mut panel.courses) {
        course.figures.truncate(whole);
    }
    courses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_period_of_less_than_half_is_not_whole() {
        assert_eq!([whole(&[6, 13, 20, 21]), whole(&[6, 13, 20, 23]), whole(&[6, 13, 20, 24]), whole(&[6, 13, 20])], [3, 3, 4, 3]);
        assert_eq!([whole(&[6, 7]), whole(&[6, 13]), whole(&[6]), whole(&[])], [1, 2, 1, 0]);
        assert_eq!(remark(&[6, 13, 14]), " A last day beyond whole periods is left out.");
        assert_eq!(remark(&[29, 59, 64]), " The last 5 days, no whole period, are left out.");
        assert_eq!(remark(&[29, 59, 89]), "");
    }
}
