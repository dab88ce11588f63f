//! What a handed-out course has for GitHub Classroom, and for editors that work in a container.

use serde_json::json;
use socklings::course::Exercise;

use crate::grade::points_of;

/// The workflow: judges each exercise as at the desk, and tells GitHub Classroom the points.
pub const WORKFLOW: &str = ".github/workflows/classroom.yml";

/// The dev container file (containers.dev).
pub const DEV_CONTAINER: &str = ".devcontainer/devcontainer.json";

/// The workflow's text. A step judges one exercise, so a teacher sees at once which one is slow. What students'
/// programs print can mean nothing to GitHub: it is in a file.
pub fn workflow(chosen: &[&Exercise]) -> String {
    let mut steps = String::new();
    let mut results = String::new();
    for exercise in chosen {
        let name = &exercise.name;
        let variable = name.to_uppercase();
        steps += &format!(
            "      - name: {name}
        id: {name}
        timeout-minutes: 10
        run: .github/judge {name} {}
",
            points_of(exercise)
        );
        results +=
            &format!("          {variable}_RESULTS: ${{{{ steps.{name}.outputs.result }}}}\n");
    }
    let names: Vec<_> = chosen.iter().map(|it| it.name.as_str()).collect();
    format!(
        "# Judges what was pushed, and tells GitHub Classroom the points. Whoever can change this file, or a test,
# can give themselves points: a teacher who needs to be sure grades the clones (`classroom grade`).
name: classroom
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  judge:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
{steps}      - name: points
        uses: classroom-resources/autograding-grading-reporter@v1
        if: always()
        env:
{results}        with:
          runners: {}
",
        names.join(",")
    )
}

/// The script that a step of the workflow runs.
pub const JUDGE: &str = include_str!("../github/judge");

/// Where it is.
pub const JUDGE_PATH: &str = ".github/judge";

/// The dev container file's text: Rust, and what the exercises on the kernel need.
pub fn dev_container() -> String {
    let file = json!({
        "name": "Socklings",
        "image": "mcr.microsoft.com/devcontainers/rust:1-bookworm",
        // The tests of exercises on the kernel make networks of their own.
        "runArgs": ["--security-opt", "seccomp=unconfined", "--cap-add", "SYS_ADMIN", "--cap-add", "NET_ADMIN"],
        "postCreateCommand":
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium curl iproute2 wrk",
        "customizations": { "vscode": { "extensions": ["rust-lang.rust-analyzer"] } },
    });
    format!("{file:#}\n")
}
