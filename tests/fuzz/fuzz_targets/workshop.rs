//! See `onrush_tests::fuzz::workshop`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = onrush_tests::fuzz::workshop(data);
});
