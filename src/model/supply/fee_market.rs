pub struct Clearing {
    pub gas_price_gwei: f64,
    pub dropped_gas: f64,
}
pub fn clear(demand: impl Fn(f64) -> f64, cap: f64, floor: f64, max: f64) -> Clearing {
    if demand(floor) <= cap {
        return Clearing { gas_price_gwei: floor, dropped_gas: 0.0 };
    }
    if demand(max) >= cap {
        return Clearing { gas_price_gwei: max, dropped_gas: demand(max) - cap };
    }
    let (mut a, mut b) = (floor.ln(), max.ln());
    for _ in 0..60 {
        let m = (a + b) / 2.0;
        if demand(m.exp()) > cap { a = m } else { b = m }
    }
    Clearing { gas_price_gwei: b.exp(), dropped_gas: 0.0 }
}
