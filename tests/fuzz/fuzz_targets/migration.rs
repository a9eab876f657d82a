//! See `onrush_tests::fuzz::migration`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = onrush_tests::fuzz::migration(data);
});
