//! l2niche: when does a Layer-2 chain that serves one vertical beat a chain that serves everything, for its users, for its operator
//! and for Ethereum, and what tips the balance?
//!
//! Focus can bring fit and own blockspace; generality can bring liquidity, one-stop use and shared fixed cost; interoperability moves
//! the line. That specialization pays is a hypothesis here: at elasticity of focus θ = 0 focus changes nothing. The whole model, with
//! tests and sources of every equation, is in `docs/model.md`; the layout of the code in `docs/architecture.md`; the scenario language
//! in `docs/scenario.md`.
//!
//! # The model on one page
//!
//! User groups g, in taste nodes r, live on a home chain j (or outside), and carry out verticals v on any chain k they may use.
//!
//! ```text
//! level    K_jc  = k0_c + (1 − k0_c) min(1, B_j Σ_v f_jv need_vc / B*_c)^θ          capability c of chain j
//! fit      φ_jv  = Π_c K_jc^need_vc                                                 over capabilities that work through fit
//! value    u_rkv = b_r benefit_v φ_kv [1 + η_v ln(1 + Σ_m σ_km L_mv / L_ref_v)] − tx0_v burden_v(fee_kv) − l_r delay_v latency_k
//! routing  ρ*    ∝ exp((u_rkv − κ_jk)/ν_v), not doing v being worth 0;  inclusive value I_rjv = ν_v ln(1 + Σ_k exp((u_rkv − κ_jk)/ν_v))
//! living   V_rj  = a_r Σ_v I_rjv + s_r security_j + peers Σ_m σ_jm share_m,  V_outside = 0
//! home     P_ij  ∝ exp((V_rj − switch_ij/horizon)/μ), with probability α a day
//! demand   T_kv  = transactions at no fee · (1 + fee_kv/fee_ref_v)^−ε_v
//! fee            = gas_v · gas price_k + bytes_v · data price_k + proof_k;  the gas price clears the chain's blockspace each day
//! ```
//!
//! Executed routing follows desired routing with inertia, expectations of fees, latency and shares are exponential averages, and
//! liquidity L averages activity. Blobs trade by the integer rules of EIP-4844, 7691, 7892 and 7918, block by block. Every payment is
//! one posting in integer micro-dollars. User surplus is taken under two readings, without and with the value of taste draws.
//!
//! # Notation
//!
//! | symbol | meaning | unit |
//! | --- | --- | --- |
//! | μ, ν | scale of the logit taste for homes, in routing | USD a month |
//! | α | attention: probability of reconsidering home | per day |
//! | σ, κ | sharing of liquidity, friction of using another chain per vertical | 1, USD a month |
//! | η, L, L_ref | network strength, liquidity, liquidity at which it begins | 1, USD a day |
//! | ε, fee_ref | elasticity of transactions, fee at which they begin to bend | 1, USD |
//! | f, B, θ | focus (shares over verticals), capability budget, elasticity of focus | 1, USD a year, 1 |
//! | a, b, l, s | a node's activity, willingness to pay, impatience (mean 1), worth of full security | 1, 1, 1, USD a month |
//!
//! A month has 30 days, a year 365. Vectors over entities are in scenario order; matrices are documented by their indices, as in
//! `[chain][vertical]`.
//!
//! # Order of a day
//!
//! The economy of the day (events, fork, base fee); values, routing and the law of homes; home choices; transactions, fee clearing and
//! blobs; postings and treasuries; expectations and liquidity; audits; observers. [`engine::run::simulate`] runs it.
//!
//! # Layers
//!
//! [`model`] ← [`engine`] ← [`scenario`], [`metrics`] ← [`experiment`] ← `output` ← `cli`: a module uses only those to its left. The
//! last two are behind the feature `app`.
//!
//! # Reproducibility
//!
//! - Equal scenario, seed and version give equal tables, at any number of threads and with and without feature `app`: every table has a
//!   [digest](metrics::digest) that says so.
//! - Every (seed, purpose, entity, replicate, day, block of 4096 agents) has its own [stream](engine::streams) of random numbers, so variants
//!   face the same chance, and adding one changes no other's rows.
//! - Counts are integers; float sums run in scenario order, never in the order in which threads finish.
//! - The model's exponentials and logarithms are pure Rust ([`model::math`]). The scores of taste nodes use the platform's logarithm, so last
//!   bits may differ between systems, not between runs.
//!
//! # Example
//!
//! Two rollups, one at a higher proof stage; who moves there within a year?
//!
//! ```
//! use l2niche::engine::observer::DayView;
//! use l2niche::engine::run::simulate;
//! use l2niche::scenario::{Overrides, Scenario};
//!
//! let text = r#"
//!     [scenario]
//!     name = "two-rollups"
//!
//!     [simulation]
//!     fidelity = "mean-field"
//!
//!     [[vertical]]
//!     name = "payments"
//!
//!     [[chain]]
//!     name = "early"
//!     kind = "l2"
//!
//!     [[chain]]
//!     name = "safe"
//!     kind = "l2"
//!     proof_stage = 2
//!
//!     [[group]]
//!     name = "shoppers"
//!     users = 100_000
//!     security_usd_per_month = 5
//!     homes = { early = 0.9, safe = 0.1 }
//!     [group.uses.payments]
//!     benefit_usd_per_month = 5
//!     transactions_per_month = 20
//! "#;
//! let scenario = Scenario::parse("two-rollups.toml", text, &Overrides::default())?;
//! // Variant 0, replicate 0, no factors to draw.
//! let run = scenario.run(0, 0, &[])?;
//! let mut safe = Vec::new();
//! simulate(&run.epochs, &run.plan, &mut |day: &DayView<'_>| safe.push(day.today.homes.row(0)[1]))?;
//! assert_eq!(safe.len(), 365);
//! assert!(safe[0] < 15_000.0 && safe[364] > 50_000.0, "{} and {}", safe[0], safe[364]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "app")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod metrics;
pub mod model;
#[cfg(feature = "app")]
pub mod output;
pub mod scenario;
