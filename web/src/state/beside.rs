//! What the parts of the page that are not dragged in need not hear of.
//!
//! While something is dragged, there is another plan with every move of the hand. A part that does not look at what is dragged
//! goes on with the plan that it has: until the hand lets go, so that whatever is kept is seen by all.

use onrush_scenario::Scenario;

use super::{Document, Form};

/// What a part does not look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    /// The activities.
    Crowd,
    /// What the site is made of.
    Site,
    /// Both.
    CrowdAndSite,
}

impl Form {
    /// Whether a part can go on with this one where there is `newer` now: something is being dragged, and all that is new is apart
    /// from what it looks at.
    pub(crate) fn serves_for(&self, newer: &Self, apart: Apart) -> bool {
        self.document == newer.document && self.refused == newer.refused
            || newer.document.is_previewed()
                && self.refused == newer.refused
                && same(&self.document, &newer.document, apart)
    }
}

fn same(one: &Document, other: &Document, apart: Apart) -> bool {
    // Whatever a plan may gain has to be named here.
    let Scenario {
        onrush,
        name,
        story,
        lineage,
        clock,
        regions,
        devices,
        activities,
        journey,
        site,
        incidents,
        money,
        targets,
        notes,
        ranges,
        contacts,
    } = &*one.scenario;
    let other_plan = &*other.scenario;
    one.origin == other.origin
        && (apart != Apart::Crowd || *site == other_plan.site)
        && (apart != Apart::Site || *activities == other_plan.activities)
        && *onrush == other_plan.onrush
        && *name == other_plan.name
        && *story == other_plan.story
        && *lineage == other_plan.lineage
        && *clock == other_plan.clock
        && *regions == other_plan.regions
        && *devices == other_plan.devices
        && *journey == other_plan.journey
        && *incidents == other_plan.incidents
        && *money == other_plan.money
        && *targets == other_plan.targets
        && *notes == other_plan.notes
        && *ranges == other_plan.ranges
        && *contacts == other_plan.contacts
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Edit, story};
    use serde_json::json;

    use super::super::{Gesture, Origin, Shared};
    use super::*;

    fn plan() -> Document {
        let text = story("mole-app").expect("shipped").file;
        Document::read(Origin::Own("plan".to_owned()), text).expect("sound")
    }

    fn form(document: Document) -> Form {
        Form {
            document: Shared::new(document),
            refused: None,
        }
    }

    fn edited(
        document: &Document,
        path: &str,
        value: serde_json::Value,
        gesture: Gesture,
    ) -> Document {
        let edit = Edit::Set {
            path: path.to_owned(),
            value,
        };
        let edited = document.edited(&edit, gesture).expect("sound");
        edited.expect("something else")
    }

    /// Without notes, which go along with what they speak of.
    fn bare() -> Document {
        edited(&plan(), "notes", json!([]), Gesture::Whole)
    }

    #[test]
    fn who_looks_elsewhere_goes_on_until_the_hand_lets_go() {
        let before = form(bare());
        let people = |n: u32, gesture| {
            form(edited(
                &before.document,
                "activities.after.people",
                json!(n),
                gesture,
            ))
        };
        let dragged = people(70_000, Gesture::Preview);
        assert!(before.serves_for(&dragged, Apart::Crowd));
        assert!(before.serves_for(&dragged, Apart::CrowdAndSite));
        assert!(!before.serves_for(&dragged, Apart::Site));
        let let_go = people(70_000, Gesture::Commit);
        assert!(!before.serves_for(&let_go, Apart::Crowd));
        assert!(let_go.serves_for(&let_go, Apart::Site));
    }

    #[test]
    fn what_is_drawn_in_the_room_is_for_the_room() {
        let before = form(bare());
        let servers = edited(
            &before.document,
            "site.web.servers",
            json!(30),
            Gesture::Preview,
        );
        let dragged = form(servers);
        assert!(before.serves_for(&dragged, Apart::Site));
        assert!(!before.serves_for(&dragged, Apart::Crowd));
        let other = edited(
            &before.document,
            "targets.page_p95_s",
            json!(9),
            Gesture::Preview,
        );
        assert!(!before.serves_for(&form(other), Apart::CrowdAndSite));
    }

    #[test]
    fn a_refusal_is_for_all() {
        let before = form(bare());
        let mut state = super::super::State::new(super::super::Theme::System, 1);
        state.document = Some(before.document.clone());
        let state = state.after(super::super::Action::Edit {
            edit: Edit::Set {
                path: "activities.after.people".to_owned(),
                value: json!(-1),
            },
            gesture: Gesture::Preview,
        });
        let refused = Form {
            refused: state.refused.clone(),
            ..before.clone()
        };
        assert!(refused.refused.is_some());
        assert!(!before.serves_for(&refused, Apart::CrowdAndSite));
    }
}
