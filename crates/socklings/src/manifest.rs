//! What an exercise's `Cargo.toml` says beside what cargo needs: `[package.metadata.socklings]`.
//!
//! - `reads`: files and folders of the course, from the top folder, that its program or its graded
//!   test is built from beside its own.
//! - `needs`: what a machine may lack, and then some of its checks are skipped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;

/// What every exercise is built from, and what judges it: no manifest names it.
pub const SHARED: [&str; 6] = [
    "Cargo.lock",
    "crates/built_from/src",
    "crates/grader/src",
    "crates/netstack/src",
    "crates/real/src",
    "crates/socklings/src",
];

/// What one manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// What it is built from beside its own files.
    pub reads: Vec<String>,
    /// What a machine may lack.
    pub needs: Vec<String>,
    /// Its graded test.
    pub test: Option<PathBuf>,
    /// Whether it works on the model, and not on the machine's own kernel alone.
    pub is_model: bool,
}

/// What cargo knows of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Where cargo builds.
    pub target: PathBuf,
    /// All manifests, by the names of their packages.
    pub manifests: BTreeMap<String, Manifest>,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    ///
    /// A sentence, if cargo does not tell.
    pub fn read(mut cargo: Command) -> Result<Self> {
        cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
        let output = cargo
            .output()
            .map_err(|error| format!("cargo cannot be started: {error}. Is Rust installed?"))?;
        let metadata: Option<Value> = serde_json::from_slice(&output.stdout).ok();
        metadata.as_ref().and_then(Self::from_metadata).ok_or_else(|| {
            let said = String::from_utf8_lossy(&output.stderr);
            format!("The course's manifests cannot be read. Cargo says:\n{}", said.trim())
        })
    }

    fn from_metadata(metadata: &Value) -> Option<Self> {
        let packages = metadata["packages"].as_array()?.iter();
        let manifests =
            packages.filter_map(|package| Some((text(&package["name"])?, manifest(package))));
        Some(Self {
            target: PathBuf::from(metadata["target_directory"].as_str()?),
            manifests: manifests.collect(),
        })
    }
}

fn manifest(package: &Value) -> Manifest {
    let own = &package["metadata"]["socklings"];
    let texts = |value: &Value| value.as_array().into_iter().flatten().filter_map(text).collect();
    let list = |name: &str| package[name].as_array().into_iter().flatten();
    let mut tests = list("targets").filter(|target| target["kind"][0] == "test");
    Manifest {
        reads: texts(&own["reads"]),
        needs: texts(&own["needs"]),
        test: tests.find_map(|target| Some(Path::new(target["src_path"].as_str()?).to_owned())),
        is_model: list("dependencies").any(|on| on["name"] == "netstack" && on["kind"].is_null()),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
