//! A QR code, drawn as one path.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct QrProps {
    /// What it says.
    pub(crate) text: AttrValue,
    /// What it is, for those who do not see it.
    pub(crate) label: AttrValue,
    /// What is said where the text is too long.
    pub(crate) otherwise: AttrValue,
}

/// White squares around a code, which readers need (ISO/IEC 18004).
const QUIET: i32 = 4;

/// Black on white in every theme, since some readers know nothing else.
#[component]
pub(crate) fn Qr(props: &QrProps) -> Html {
    let drawn = use_memo(props.text.clone(), |text| drawing(text));
    let Some((size, path)) = &*drawn else {
        return html! { <p>{ &props.otherwise }</p> };
    };
    html! {
        <svg class="qr" role="img" aria-label={&props.label} viewBox={format!("0 0 {size} {size}")} shape-rendering="crispEdges">
            <rect class="qr__ground" width={size.to_string()} height={size.to_string()} />
            <path class="qr__squares" d={path.clone()} />
        </svg>
    }
}

/// The width with its quiet zone, and the dark squares as rows; `None` when the text is too long.
fn drawing(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count();
            if length > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                path.extend([format!("M{left} {top}h{length}v1h-{length}z")]);
            }
            x += i32::try_from(length).unwrap_or(size) + 1;
        }
    }
    Some((size + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_squares_of_the_code() {
        let code =
            QrCode::encode_text("https://example.org/#team=ort1-x", QrCodeEcc::Medium).unwrap();
        let (size, path) = drawing("https://example.org/#team=ort1-x").unwrap();
        assert_eq!(size, code.size() + 8);
        let dark = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let drawn: usize = path
            .split('M')
            .skip(1)
            .filter_map(|row| {
                row.split_once('h')?
                    .1
                    .split_once('v')?
                    .0
                    .parse::<usize>()
                    .ok()
            })
            .sum();
        assert_eq!(drawn, dark);
        assert!(path.starts_with("M4 4h7v1"), "the first corner");
        assert_eq!(drawing(&"x".repeat(5000)), None);
    }
}
