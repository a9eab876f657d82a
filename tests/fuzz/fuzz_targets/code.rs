//! See `onrush_tests::fuzz::code`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = onrush_tests::fuzz::code(data);
});
