//! From observations to what is drawn, without a browser.
