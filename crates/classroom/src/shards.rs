//! Writes what grades a class on several machines: a job for Slurm, or a workflow for GitHub Actions. Each
//! machine grades a part (`grade --shard`), and one puts the parts together (`merge`).

use std::path::Path;

use clap::ValueEnum;
use socklings::Result;
use socklings::course::Course;

use crate::class::Class;

/// Who has the machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A script for Slurm
    Slurm,
    /// A workflow for GitHub Actions
    Github,
}

/// The text of the file, for so many parts.
///
/// # Errors
///
/// A sentence, if it cannot be.
pub fn shards(course: &Course, class: &Class, parts: usize, form: Form) -> Result<String> {
    // Else each machine would make stories of its own, and `merge` refuses them.
    class.seed.ok_or("The class has no seed. Collect anew.")?;
    if !(1..=256).contains(&parts) {
        // A matrix of GitHub has 256 jobs at most.
        return Err("There can be 1 to 256 parts.".to_owned());
    }
    let folder = class.folder();
    let folder =
        folder.canonicalize().map_err(|error| format!("{}: {error}.", folder.display()))?;
    match form {
        Form::Slurm => {
            let own = std::env::current_exe();
            let own = own.map_err(|error| format!("This program's own file: {error}."))?;
            Ok(slurm(&quoted(&course.root)?, &quoted(&own)?, &quoted(&folder)?, parts))
        }
        Form::Github => {
            let root = course.root.canonicalize();
            let root = root.map_err(|error| format!("{}: {error}.", course.root.display()))?;
            let below = folder.strip_prefix(&root).map_err(|_| {
                format!(
                    "{} is not in the course's folder, {}. GitHub has what is in the repository, and \
                     nothing else: put the class's folder there, in a private repository.",
                    folder.display(),
                    root.display()
                )
            })?;
            let below = below.to_str().filter(|it| it.chars().all(is_plain)).ok_or_else(|| {
                format!(
                    "{}: the folder's name may have letters, digits, `-`, `_` and `.` only.",
                    below.display()
                )
            })?;
            Ok(github(below, parts))
        }
    }
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_./".contains(letter)
}

/// A path as a word of a shell.
fn quoted(path: &Path) -> Result<String> {
    let text = path.to_str().filter(|it| !it.contains(['\n', '%']));
    let text = text.ok_or_else(|| {
        format!("{}: the path has signs that Slurm does not take.", path.display())
    })?;
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

fn slurm(course: &str, classroom: &str, class: &str, parts: usize) -> String {
    format!(
        r#"#!/bin/sh
#SBATCH --job-name=socklings
#SBATCH --array=1-{parts}
#SBATCH --cpus-per-task=2
#SBATCH --mem=6G
#SBATCH --time=12:00:00
#SBATCH --requeue
# Grades a class in {parts} parts, and puts them together. Start it with `sh`: it gives itself to Slurm. The
# class's folder, the course and Rust are on a disk that all machines share; each has bubblewrap.
#
# A part that was killed goes on where it was: `scontrol requeue JOB_PART`. To begin anew, start this again.
# What was judged is not judged again.
set -eu
course={course} class={class} classroom={classroom}

if [ -z "${{SLURM_JOB_ID:-}}" ]; then
    # The results of another time are not those of this one.
    rm -f "$class"/results-*-of-{parts}.jsonl
    grading=$(sbatch --parsable --output="$class/slurm-%A_%a.log" "$0")
    merging=$(sbatch --parsable --output="$class/slurm-%j.log" --job-name=socklings-merge --dependency=afterany:"${{grading%%;*}}" <<'END'
#!/bin/sh
exec {classroom} merge {class} {class}/results-*-of-{parts}.jsonl
END
    )
    echo "Slurm grades as job ${{grading%%;*}}, and merges as job ${{merging%%;*}}. What they say is in $class."
    exit
fi

cd "$course"
exec "$classroom" grade "$class" --shard "$SLURM_ARRAY_TASK_ID/{parts}" --jobs $((SLURM_CPUS_PER_TASK + 2))
"#
    )
}

fn github(class: &str, parts: usize) -> String {
    let all: Vec<_> = (1..=parts).map(|part| part.to_string()).collect();
    let all = all.join(", ");
    format!(
        r#"# Grades the class in {class}/ in {parts} parts, and puts them together. Start it by hand, in Actions. The class's folder
# has names and files of students: this is for a private repository.
name: grade

on:
  workflow_dispatch:

permissions:
  contents: read

jobs:
  part:
    runs-on: ubuntu-latest
    timeout-minutes: 180
    strategy:
      fail-fast: false
      matrix:
        part: [{all}]
    steps:
      - uses: actions/checkout@v4
      - name: What the machine lacks
        run: |
          sudo apt-get update -qq
          sudo apt-get install -y -qq --no-install-recommends bubblewrap
          # Ubuntu's AppArmor forbids sandboxes to whoever is not root.
          sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
      - name: Grade
        run: cargo run --locked -p classroom -- grade {class} --shard ${{{{ matrix.part }}}}/{parts}
      - uses: actions/upload-artifact@v4
        # What could not be judged is told in the results too.
        if: always()
        with:
          name: part-${{{{ matrix.part }}}}
          path: {class}/results-*-of-{parts}.jsonl
          if-no-files-found: error
  merge:
    needs: part
    if: always()
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/download-artifact@v4
        with:
          pattern: part-*
          path: {class}
          merge-multiple: true
      - name: Merge
        run: cargo run --locked -p classroom -- merge {class} {class}/results-*-of-{parts}.jsonl
      - uses: actions/upload-artifact@v4
        with:
          name: results
          path: {class}/results.jsonl
"#
    )
}
