//! A paper on the screen, as it will be printed.

use onrush_brief::{Block, Paper, Section};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct PaperViewProps {
    /// What it says.
    pub(crate) paper: Paper,
    /// Its name among the papers, for styles.
    pub(crate) kind: AttrValue,
}

#[component]
pub(crate) fn PaperView(props: &PaperViewProps) -> Html {
    let paper = &props.paper;
    html! {
        <article class={classes!("paper", format!("paper--{}", props.kind))} aria-labelledby="paper-title">
            <h1 id="paper-title" tabindex="-1">{ &paper.title }</h1>
            { for paper.lead.iter().map(|said| html! { <p class="paper__lead">{ said }</p> }) }
            <div class="paper__sections">
                { for paper.sections.iter().map(section) }
            </div>
            if let Some(link) = &paper.link {
                <p class="paper__link"><a href={link.address.clone()}>{ &link.said }</a></p>
            }
            <footer class="paper__foot">
                { for paper.foot.iter().map(|said| html! { <p class="small">{ said }</p> }) }
            </footer>
        </article>
    }
}

fn section(section: &Section) -> Html {
    let id = format!("paper-{}", section.id);
    html! {
        <section class={classes!("paper__section", format!("paper__section--{}", section.id))} aria-labelledby={id.clone()}>
            <h2 {id}>{ &section.heading }</h2>
            { for section.body.iter().map(|block| self::block(block, &section.heading)) }
        </section>
    }
}

fn block(block: &Block, heading: &str) -> Html {
    match block {
        Block::Text(text) => html! { <p>{ text }</p> },
        Block::Note(text) => html! { <p class="soft small">{ text }</p> },
        Block::List(entries) => html! {
            <ul>{ for entries.iter().map(|entry| html! { <li>{ entry }</li> }) }</ul>
        },
        Block::Facts(facts) => html! {
            <dl class="paper__facts">
                { for facts.iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
        },
        // On a narrow screen a table scrolls by itself, with keys, too.
        Block::Table { head, rows } => html! {
            <div class="paper__table" tabindex="0" role="group" aria-label={heading.to_owned()}>
                <table>
                    <thead><tr>{ for head.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                    <tbody>
                        { for rows.iter().map(|cells| html! {
                            <tr>
                                { for cells.iter().enumerate().map(|(place, cell)| match place {
                                    0 => html! { <th scope="row">{ cell }</th> },
                                    _ => html! { <td>{ cell }</td> },
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        },
    }
}
