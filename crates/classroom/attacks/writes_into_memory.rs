//! Writes into the memory of the first process, and opens that of every other one.

fn attack() {
    use std::io::{Seek, SeekFrom, Write};
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        if id == std::process::id() {
            continue;
        }
        let maps = std::fs::read_to_string(format!("/proc/{id}/maps")).unwrap_or_default();
        let Ok(mut memory) =
            std::fs::OpenOptions::new().write(true).open(format!("/proc/{id}/mem"))
        else {
            continue;
        };
        if id != 1 {
            // Outside of a sandbox it would be somebody's.
            println!("GOT the memory of {id}");
            continue;
        }
        for line in maps.lines().take(20) {
            let Ok(start) = u64::from_str_radix(line.split('-').next().unwrap_or_default(), 16)
            else {
                continue;
            };
            if memory.seek(SeekFrom::Start(start)).is_ok() {
                let _ = memory.write(&[0x90; 16]);
            }
        }
    }
}
