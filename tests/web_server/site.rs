//! A folder with a small site, and beside it what nobody may be sent.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use grader::{Failure, Folder};

/// What stands in the file outside the root.
pub const SECRET: &str = "This file is outside the root. 6f1d9c\n";

/// How long the file is that no client reads, in bytes: longer than the kernel's buffers.
pub const HUGE: u64 = 64 * 1024 * 1024;

/// A folder with a site. It is gone when this is dropped.
pub struct Site {
    folder: Folder,
}

/// A picture of one dot.
#[rustfmt::skip]
pub const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53,
    0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x50, 0x48, 0x58, 0x00,
    0x00, 0x01, 0xc4, 0x01, 0x21, 0x62, 0x5f, 0x8a, 0xfd, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

const INDEX: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The first page</title>
<link rel="icon" href="favicon.png">
<link rel="stylesheet" href="style.css">
<script src="script.js" defer></script>
</head>
<body>
<h1>안녕, sockets</h1>
<img id="drawing" src="drawing.svg" alt="a drawing">
<img id="picture" src="picture.png" alt="a picture">
<p><a id="next" href="docs">The second page</a></p>
</body>
</html>
"#;

const SECOND: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The second page</title>
<link rel="icon" href="../favicon.png">
<link rel="stylesheet" href="../style.css">
<script src="../script.js" defer></script>
</head>
<body>
<h1>The second page</h1>
<img id="drawing" src="../drawing.svg" alt="a drawing">
<img id="picture" src="near.png" alt="a picture">
<p><a id="next" href="../index.html">The first page</a></p>
</body>
</html>
"#;

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\">\
                       <circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>\n";

/// The files: their paths as a client writes them, and what the kernel calls them.
pub const PAGES: [(&str, &str); 9] = [
    ("/index.html", "index.html"),
    ("/style.css", "style.css"),
    ("/script.js", "script.js"),
    ("/drawing.svg", "drawing.svg"),
    ("/docs/index.html", "docs/index.html"),
    ("/empty.txt", "empty.txt"),
    ("/a.txt", "a.txt"),
    ("/b.txt", "b.txt"),
    ("/book.txt", "book.txt"),
];

/// As long as buffers are, and a byte less, and a byte more.
pub const LENGTHS: [usize; 12] =
    [1023, 1024, 1025, 4095, 4096, 4097, 8191, 8192, 8193, 65_535, 65_536, 65_537];

/// Names that are encoded on their way, and what each stands for.
pub const ENCODED: [(&str, &str); 8] = [
    ("/two%20words.txt", "two words.txt"),
    ("/%4a.txt", "J.txt"),
    ("/%4A.txt", "J.txt"),
    ("/%EC%95%88%eb%85%95.txt", "안녕.txt"),
    ("/100%25.txt", "100%.txt"),
    ("/one+one.txt", "one+one.txt"),
    ("/%61.txt", "a.txt"),
    ("/%2541.txt", "%41.txt"),
];

/// Names that are odd, and are names nevertheless. Some systems don't allow all of them.
pub const ODD: [(&str, &str); 9] = [
    ("/back%5cslash.txt", "back\\slash.txt"),
    ("/%20edge.txt", " edge.txt"),
    ("/semi;colon.txt", "semi;colon.txt"),
    ("/a..b.txt", "a..b.txt"),
    ("/..two.txt", "..two.txt"),
    ("/.hidden.txt", ".hidden.txt"),
    ("/what%3f.txt", "what?.txt"),
    ("/number%231.txt", "number#1.txt"),
    ("/no-ending", "no-ending"),
];

impl Site {
    /// Writes the site into a new folder.
    pub fn new() -> Result<Self, Failure> {
        let fault = |error| Failure::Fault(format!("no folder for a site: {error}"));
        let site = Self { folder: Folder::new()? };
        site.write().map_err(fault)?;
        Ok(site)
    }

    fn write(&self) -> std::io::Result<()> {
        let root = self.root();
        for folder in ["docs", "bare", "nested/deeper", "two folders", "sly", "odd/index.html"] {
            fs::create_dir_all(root.join(folder))?;
        }
        let style = "h1 { color: rgb(1, 2, 3); }\n";
        let script = "document.documentElement.dataset.script = 'ran';\n";
        let book: String = (0..60_000).map(|line| format!("{line} 쪽\n")).collect();
        for (name, text) in [
            ("index.html", INDEX),
            ("docs/index.html", SECOND),
            ("nested/deeper/index.html", SECOND),
            ("two folders/index.html", SECOND),
            ("style.css", style),
            ("script.js", script),
            ("drawing.svg", DRAWING),
            ("empty.txt", ""),
            ("a.txt", "This is a.\n"),
            ("b.txt", "This is b, and it is longer.\n"),
            ("A.txt", "This is a capital.\n"),
            ("book.txt", &book),
        ] {
            fs::write(root.join(name), text)?;
        }
        for (_, name) in ENCODED.iter().filter(|(_, name)| *name != "a.txt") {
            fs::write(root.join(name), format!("This is {name}\n"))?;
        }
        for name in ["picture.png", "favicon.png", "docs/near.png", "LOUD.PNG"] {
            fs::write(root.join(name), PICTURE)?;
        }
        for length in LENGTHS {
            let letters: Vec<u8> = (b'a'..=b'w').cycle().take(length).collect();
            fs::write(root.join(format!("{length}-bytes.txt")), letters)?;
        }
        let bytes: Vec<u8> = (0..100_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
        fs::write(root.join("bytes.bin"), bytes)?;
        // A file with nothing written in it: it takes no room on the disk.
        File::create(root.join("huge.bin"))?.set_len(HUGE)?;

        fs::write(self.outside(), SECRET)?;
        // Its name begins as the root's does.
        fs::create_dir(self.folder.path().join("site-beside"))?;
        fs::write(self.beside(), SECRET)?;
        // That root may read it, too, is why one check is made without rights.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::write(root.join("locked.txt"), "Nobody may read this.\n")?;
            fs::set_permissions(root.join("locked.txt"), fs::Permissions::from_mode(0o000))?;
        }
        #[cfg(unix)]
        for (_, name) in ODD {
            fs::write(root.join(name), format!("This is {name}\n"))?;
        }
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, FileType, Mode, mknodat};
            mknodat(CWD, root.join("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)?;
        }
        #[cfg(unix)]
        for (link, target) in [
            ("inside.txt", "a.txt"),
            ("absolute.txt", &*root.join("a.txt").to_string_lossy()),
            ("linked", "docs"),
            ("nowhere.txt", "gone.txt"),
            ("leaves.txt", "../secret.txt"),
            ("chain.txt", "leaves.txt"),
            ("sly/index.html", "../../secret.txt"),
            ("up", ".."),
            ("beside", "../site-beside"),
        ] {
            std::os::unix::fs::symlink(target, root.join(link))?;
        }
        Ok(())
    }

    /// The folder that is served.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// A file that is not in it.
    pub fn outside(&self) -> PathBuf {
        self.folder.path().join("secret.txt")
    }

    /// Another one, in a folder whose name begins as the root's does.
    pub fn beside(&self) -> PathBuf {
        self.folder.path().join("site-beside/secret.txt")
    }

    /// A file's bytes.
    pub fn bytes(&self, name: impl AsRef<Path>) -> Result<Vec<u8>, Failure> {
        let path = self.root().join(name);
        fs::read(&path).map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))
    }
}
