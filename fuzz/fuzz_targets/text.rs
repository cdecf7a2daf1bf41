#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| l2niche_fuzz::text(data));
