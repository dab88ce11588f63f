//! What exercises need of a machine beside Rust, and what this one has of it.

use std::path::Path;
use std::process::Command;

use socklings::course::Course;

/// What exercises need, in their order, each with the packages that need it.
pub fn needs(course: &Course) -> Vec<(String, Vec<String>)> {
    let manifests = course.workspace().map(|it| it.manifests.clone()).unwrap_or_default();
    let place = |package: &str| course.exercises.iter().position(|it| it.name == package);
    let mut manifests: Vec<_> = manifests.into_iter().collect();
    // What is no exercise comes last.
    manifests.sort_by_key(|(package, _)| place(package).unwrap_or(usize::MAX));
    let mut needs: Vec<(String, Vec<String>)> = Vec::new();
    for (package, manifest) in manifests {
        for tool in manifest.needs {
            match needs.iter_mut().find(|(known, _)| *known == tool) {
                Some((_, packages)) => packages.push(package.clone()),
                None => needs.push((tool, vec![package.clone()])),
            }
        }
    }
    needs
}

/// Whether this machine has each of the things that exercises need. It starts no more than it must.
pub fn what_is_there(course: &Course) -> Vec<bool> {
    let is_there = |tool: &str| match tool {
        "network namespaces" => grader::namespaces_are_allowed().is_ok(),
        "TUN device" => grader::tun_device_is_there().is_ok(),
        "Chromium" => grader::CHROMIUM.iter().any(|name| in_path(name)),
        name => in_path(name),
    };
    let kernel = Path::new("/proc/net/tcp").exists();
    needs(course).iter().map(|(tool, _)| is_there(tool)).chain([kernel]).collect()
}

/// What this machine has of a tool that an exercise needs.
pub fn look_for(tool: &str) -> Option<String> {
    match tool {
        "network namespaces" => grader::namespaces_are_allowed()
            .is_ok()
            .then(|| "a test can have a network of its own".to_owned()),
        "TUN device" => grader::tun_device_is_there()
            .is_ok()
            .then(|| "a program can answer the kernel's packets".to_owned()),
        "Chromium" => grader::chromium().map(|(_, version)| version),
        // It tells its version only with an exit code that says otherwise.
        "wrk" => version_by("wrk", "-v").map(|(_, version)| version),
        _ => version(tool),
    }
}

/// Why this machine lacks something that an exercise needs, and what to do, where its name does not say it.
pub fn why_not(tool: &str) -> Option<String> {
    match tool {
        "network namespaces" => grader::namespaces_are_allowed().err(),
        "TUN device" => grader::tun_device_is_there().err(),
        _ => None,
    }
}

/// The first line that a program prints of its version.
pub fn version(program: &str) -> Option<String> {
    version_by(program, "--version").and_then(|(well, version)| well.then_some(version))
}

/// Whether the program ended well, and the version that it printed.
fn version_by(program: &str, argument: &str) -> Option<(bool, String)> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // What follows the number: a date, how it was built, whose it is.
    let version = text.lines().next()?.split(['(', '[']).next()?;
    Some((output.status.success(), version.trim().to_owned()))
}

/// Whether a program of this name can be started.
pub fn in_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
