//! The first screen as it stands in `index.html`, for the time until a program has arrived. It must look like what the program
//! draws; tests/browser/loading.test.mjs compares the two.

use onrush_words::{Args, Language, Words};

use crate::components::cards;
use crate::state::{Question, Route};

const BEGIN: &str = "<!-- still -->\n";
const END: &str = "<!-- /still -->";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn still() -> String {
    let words = Words::new(Language::English);
    let say = |id: &str| escaped(&words.t(id));
    let stories: Vec<String> = cards()
        .map(|card| {
            let text = words.story(card.key).unwrap();
            let title = escaped(&text.title);
            let partner = card.partner.map(|key| words.story(key).unwrap().title);
            let pair = partner.map_or(String::new(), |title| {
                let said = words.text("story.pair", &Args::new().with("title", title));
                format!("<p class=\"story__pair\">{}</p>", escaped(&said))
            });
            let address = Route::Story {
                key: card.key.to_owned(),
                seed: 1,
            };
            format!(
                "<li class=\"story\"><svg class=\"story__curve\" aria-hidden=\"true\"></svg><div class=\"story__words\">\
                 <h2>{title}</h2><p>{}</p>{pair}<p class=\"story__peak\">{}</p>\
                 <a class=\"button button--main story__go story__link\" href=\"#{}\">{}\
                 <span class=\"visually-hidden\">: {title}</span></a></div></li>\n",
                escaped(&text.teaser),
                escaped(&card.peak(words)),
                escaped(&address.fragment()),
                say("story.try"),
            )
        })
        .collect();
    let questions: Vec<String> = Question::ALL
        .into_iter()
        .map(|question| format!("<li>{}</li>", say(&format!("blank.{}", question.id()))))
        .collect();
    let (stories, questions) = (stories.concat(), questions.concat());
    let own = format!(
        "<li class=\"story story--own\"><div class=\"story__words\"><h2>{}</h2><p>{}</p><ol class=\"story__questions\">\
         {questions}</ol><a class=\"button button--main story__go story__link\" href=\"#{}\">{}</a></div></li>\n",
        say("blank.heading"),
        say("blank.lead"),
        escaped(&Route::Blank.fragment()),
        say("blank.title"),
    );
    let guide = format!(
        "<li class=\"story story--guide\"><div class=\"story__words\"><h2>{}</h2><p>{}</p>\
         <a class=\"button story__go story__link\" href=\"#{}\">{}</a></div></li>\n",
        say("guide.title"),
        say("guide.lead"),
        escaped(&Route::Guide.fragment()),
        say("guide.go"),
    );
    format!(
        "<header class=\"bar\"><a class=\"bar__brand\" href=\"#\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
         <path class=\"bar__mark\" d=\"M2 20 C8 20 8 4 12 4 S15 20 22 20 Z\"></path></svg>{}</a></header>\n\
         <main class=\"page start\"><h1>{}</h1><p class=\"start__lead\">{}</p><ul class=\"start__stories\">\n{own}{guide}{stories}</ul></main>\n",
        say("page.name"),
        say("start.title"),
        say("start.lead"),
    )
}

#[test]
fn the_page_begins_as_the_program_goes_on() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../index.html");
    let page = std::fs::read_to_string(file).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (there, after) = rest.split_once(END).unwrap();
    let fresh = still();
    if std::env::var_os("ONRUSH_UPDATE").is_some() {
        std::fs::write(file, format!("{before}{BEGIN}{fresh}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(
        there, fresh,
        "a sentence or a story has changed: run `ONRUSH_UPDATE=1 cargo test -p onrush-web --lib the_page_begins` and look at the difference"
    );
}

#[test]
fn what_stands_in_the_page_and_its_script_agrees_with_the_words() {
    let page = include_str!("../../../index.html");
    let words = Words::new(Language::English);
    let mut said = Vec::new();
    for piece in page.split("data-say=\"").skip(1) {
        let (id, rest) = piece.split_once('"').unwrap();
        let text = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
        assert_eq!(text, words.t(id), "{id}");
        said.push(id);
    }
    let ids = words.ids().filter(|id| id.starts_with("boot."));
    for id in ids {
        assert!(said.contains(&id), "{id} stands nowhere in index.html");
    }
    let script = include_str!("../../boot.js");
    let tags = |name: &str| -> std::collections::BTreeSet<&str> {
        let list = script.split_once(&format!("const {name} = [")).unwrap().1;
        let list = list.split_once(']').unwrap().0;
        list.split(", ").map(|tag| tag.trim_matches('"')).collect()
    };
    let ours = |all: &[Language]| all.iter().map(|l| l.tag()).collect();
    assert_eq!(tags("LANGUAGES"), ours(Language::ALL));
    assert_eq!(tags("PSEUDO"), ours(Language::PSEUDO));
}
