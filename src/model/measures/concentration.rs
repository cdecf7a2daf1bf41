//! Concentration: how unequally users, activity or revenue are spread over chains.
//!
//! Indices are fractions: 1/n for n equal chains, 1 for a monopoly (competition authorities multiply by 10,000).

/// Share of each amount in their sum, in order; `None` if there is nothing to share.
///
/// Amounts are not negative.
#[must_use]
pub fn shares(amounts: &[f64]) -> Option<Vec<f64>> {
    let total: f64 = amounts.iter().sum();
    (total > 0.0).then(|| amounts.iter().map(|amount| amount / total).collect())
}

/// Herfindahl–Hirschman index Σ sᵢ² of the shares sᵢ (Hirschman 1945, Herfindahl 1950); `None` if there is nothing to share.
#[must_use]
pub fn herfindahl(amounts: &[f64]) -> Option<f64> {
    Some(shares(amounts)?.iter().map(|share| share * share).sum())
}

/// Effective number 1/Σ sᵢ²: how many equal chains would be as concentrated (Laakso and Taagepera 1979); `None` if there is nothing to share.
#[must_use]
pub fn effective_number(amounts: &[f64]) -> Option<f64> {
    herfindahl(amounts).map(|index| 1.0 / index)
}

/// The largest share: the concentration ratio of one, CR₁; `None` if there is nothing to share.
#[must_use]
pub fn largest_share(amounts: &[f64]) -> Option<f64> {
    Some(shares(amounts)?.into_iter().fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_chains_count_in_full_and_empty_ones_not_at_all() {
        assert_eq!(herfindahl(&[3.0; 4]), Some(0.25));
        assert_eq!(effective_number(&[3.0, 3.0, 0.0, 3.0, 3.0]), Some(4.0));
        assert_eq!(largest_share(&[1.0, 3.0]), Some(0.75));
    }

    #[test]
    fn a_monopoly_is_one_and_nothing_is_no_market() {
        assert_eq!(herfindahl(&[0.0, 7.0]), Some(1.0));
        assert_eq!(shares(&[0.0, 0.0]), None);
        assert_eq!(herfindahl(&[]), None);
    }

    #[test]
    fn a_merger_adds_twice_the_product_of_shares() {
        let (before, after) = (herfindahl(&[0.5, 0.3, 0.2]).unwrap(), herfindahl(&[0.5, 0.5]).unwrap());
        assert!((after - before - 2.0 * 0.3 * 0.2).abs() < 1e-15);
    }
}
