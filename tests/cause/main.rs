//! Small sites with one planted fault each, some with a part that is busier than the culprit: the fault is named first. And
//! sites that hold, some of them very busy: nothing is named.

mod calm;
mod money;
mod plan;
mod planted;
mod stories;
