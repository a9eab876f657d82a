//! See `onrush_tests::fuzz::lab`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = onrush_tests::fuzz::lab(data);
});
