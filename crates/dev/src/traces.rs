//! The traces from which figures are drawn: what the reference made of a story.

use netstack::Trace;
use socklings::Result;
use socklings::course::Course;

/// What the reference made of the story that a figure is named after: `accept-two-clients`.
pub fn traces(course: &Course, id: &str) -> Result<Vec<Trace>> {
    let (exercise, story) = id.split_once('-').unwrap_or((id, ""));
    let story = story.replace('-', "_");
    let snapshot = format!("tests/snapshots/{exercise}__{story}.snap");
    if !course.root.join(&snapshot).is_file() {
        return Err(format!("it is drawn from {snapshot}, which is not there yet"));
    }
    grader::snapshot_traces(exercise, &story)
}

/// The only trace of the story that a figure is named after.
pub fn trace(course: &Course, id: &str) -> Result<Trace> {
    traces(course, id)?.into_iter().next().ok_or_else(|| format!("{id} has no trace"))
}
