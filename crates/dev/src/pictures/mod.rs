//! The pictures of the book. What they show comes from traces, where a trace has it; their words stand
//! in `book/figures/pictures.txt`.

mod backlog;
mod descriptors;
mod joined;
mod sockets;
mod states;
mod turns;

use std::collections::BTreeMap;
use std::fmt::Write;

use socklings::course::Course;
use socklings::figure::escaped;
use socklings::{Result, sequence};

use crate::files::read;

/// How wide a picture is. It fits a telephone.
const WIDTH: f64 = 352.0;
/// How high a line of text is.
const LINE: f64 = 17.0;

/// Draws the picture of this name.
pub fn draw(course: &Course, name: &str) -> Result<String> {
    let words = Words::read(course, name)?;
    match name {
        "copy" => sockets::copy(course, &words),
        "four-values" => sockets::four_values(course, &words),
        "way-back" => sockets::way_back(course, &words),
        "backlog" => backlog::draw(course, &words),
        "turns" => turns::draw(&words),
        "descriptors" => descriptors::draw(&words),
        "joined" => joined::draw(course, &words),
        "states" => states::draw(course, &words),
        _ => Err("no picture has this name".to_owned()),
    }
}

/// The words of one picture.
struct Words {
    picture: String,
    words: BTreeMap<String, String>,
}

impl Words {
    const FILE: &str = "book/figures/pictures.txt";

    fn read(course: &Course, picture: &str) -> Result<Self> {
        let text = read(&course.root.join(Self::FILE))?;
        let section = text.lines().skip_while(|line| *line != format!("[{picture}]")).skip(1);
        let section = section.take_while(|line| !line.starts_with('['));
        let words = section.filter_map(|line| line.split_once(" = "));
        let words = words.map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
        Ok(Self { picture: picture.to_owned(), words })
    }

    fn get(&self, key: &str) -> Result<&str> {
        let words = self.words.get(key).map(String::as_str);
        words.ok_or_else(|| format!("{} has no `{key}` in [{}]", Self::FILE, self.picture))
    }
}

impl Words {
    /// What stands before a value, with a space; nothing in a picture that has no such word.
    fn label(&self, key: &str) -> String {
        self.words.get(key).map(|word| format!("{word} ")).unwrap_or_default()
    }
}

/// A picture that is being drawn, and what it says in words.
#[derive(Default)]
struct Canvas {
    svg: String,
    told: Vec<String>,
}

impl Canvas {
    fn text(&mut self, (x, y): (f64, f64), class: &str, text: &str) {
        let text = escaped(text);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = writeln!(self.svg, "<text x=\"{x:.0}\" y=\"{y:.0}\"{class}>{text}</text>");
    }

    fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let _ = writeln!(
            self.svg,
            "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" \
             height=\"{height:.0}\" rx=\"4\"/>"
        );
    }

    fn arrow(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.svg.push_str(&sequence::arrow_path(class, from, to, true));
    }

    fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.svg, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// A cross: what comes as far as this is dropped.
    fn cross(&mut self, (x, y): (f64, f64)) {
        self.path("packet line", &format!("M{:.0} {:.0}l12 12m0 -12l-12 12", x - 6.0, y - 6.0));
    }

    fn tell(&mut self, words: impl Into<String>) {
        self.told.push(words.into());
    }

    fn end(self, words: &Words, height: f64) -> Result<String> {
        let id = format!("{}-picture", words.picture);
        let (caption, told) = (escaped(words.get("caption")?), escaped(&self.told.join(" ")));
        Ok(format!(
            "<figure class=\"drawing\" id=\"{id}\">\n<figcaption>{caption}</figcaption>\n\
             <svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{caption}</title>\n<desc id=\"{id}-desc\">{told}</desc>\n\
             {}</svg>\n</figure>\n",
            self.svg
        ))
    }
}
