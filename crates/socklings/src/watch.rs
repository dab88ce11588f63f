//! Watches the learner's files.

use std::path::Path;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use socklings::Result;
use socklings::course::Course;

/// Calls `saved` for every change in the learner's folders, and in what others judge. Editors that write a new
/// file and put it into the place of the old one are seen too, as the folders are watched and not the
/// files.
pub fn watch(
    course: &Course,
    kept: Option<&Path>,
    saved: impl Fn() + Clone + Send + 'static,
) -> Result<Box<dyn Watcher + Send>> {
    let exercises = course.root.join("exercises");
    let tell = move |event: notify::Result<notify::Event>| {
        let changed = event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)));
        if changed {
            saved();
        }
    };
    let watched = |mut watcher: Box<dyn Watcher + Send>| {
        watcher.watch(&exercises, RecursiveMode::Recursive)?;
        // It is there as soon as something is kept; then the desk itself was the first.
        if let Some(folder) = kept.and_then(Path::parent).filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    };
    let told = notify::recommended_watcher(tell.clone());
    let told = told.map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
    told.and_then(watched)
        // The system may have no watch left for this program (inotify(7)). Then the files are looked
        // at again and again.
        .or_else(|_: notify::Error| {
            let often = notify::Config::default().with_poll_interval(POLL);
            // Times are compared in whole seconds. Two saves may be closer.
            let often = often.with_compare_contents(true);
            watched(Box::new(notify::PollWatcher::new(tell, often)?))
        })
        .map_err(|error| {
            format!(
                "exercises/ cannot be watched: {error}. `cargo run -- check` works without that."
            )
        })
}

/// How often the files are looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_millis(250);
