//! Draws measured times: how they grow with the number of connections, as a plot and as a table.
//!
//! Both axes of the plot are logarithmic. Each line has its name at its end and points of a shape of
//! its own, so that nothing is told by colour alone. There is no blank line in it: one would end the
//! HTML block in a Markdown page.

use std::fmt::Write;

use socklings::Result;

/// What was measured.
#[derive(Debug, PartialEq)]
pub struct Times {
    /// How many connections there were.
    sizes: Vec<f64>,
    /// What was measured, by name, and its nanoseconds with each number of connections.
    lines: Vec<(String, Vec<f64>)>,
}

/// How a line is drawn: its dashes, and the shape of its points, from the middle of each.
const STYLES: [(&str, &str); 4] = [
    ("none", "m-3.5-3.5h7v7h-7z"),
    ("7 3", "m0-4.5l4.5 8h-9z"),
    ("2 3", "m0-4.5l4.5 4.5l-4.5 4.5l-4.5-4.5z"),
    ("none", "m-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z"),
];

// The edges of the plot's own area. It leaves room for the names, and fits a telephone.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 258.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 286.0;
const LINE_HEIGHT: f64 = 17.0;

impl Times {
    /// Reads a table with commas. Its first column is the number of connections.
    pub fn read(csv: &str) -> Result<Self> {
        let mut rows = csv.lines().map(|line| line.split(','));
        let names = rows.next().into_iter().flatten().skip(1);
        let mut lines: Vec<_> = names.map(|name| (name.to_owned(), Vec::new())).collect();
        let mut sizes = Vec::new();
        for (number, row) in rows.enumerate() {
            let numbers =
                row.map(|cell| cell.parse().ok().filter(|n: &f64| n.is_normal() && *n > 0.0));
            let numbers: Option<Vec<_>> = numbers.collect();
            let Some([size, times @ ..]) =
                numbers.as_deref().filter(|row| row.len() == lines.len() + 1)
            else {
                return Err(format!(
                    "line {}: not {} numbers above 0",
                    number + 2,
                    lines.len() + 1
                ));
            };
            sizes.push(*size);
            lines.iter_mut().zip(times).for_each(|((_, line), time)| line.push(*time));
        }
        if sizes.len() < 2 || !(1..=STYLES.len()).contains(&lines.len()) {
            return Err(format!(
                "there should be two rows, and 1 to {} columns of times",
                STYLES.len()
            ));
        }
        Ok(Self { sizes, lines })
    }

    /// The times as a table in Markdown.
    pub fn table(&self) -> String {
        let mut table = format!("| connections | {} |\n", self.each_size(" | "));
        let _ = writeln!(table, "| --- |{}", " ---: |".repeat(self.sizes.len()));
        for (name, times) in &self.lines {
            let _ = writeln!(table, "| {name} | {} |", joined(times, " | "));
        }
        table
    }

    /// The times as a plot; `id` is what its ids begin with.
    pub fn svg(&self, id: &str) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 360 330\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">The time for one lookup, and the number of connections</title>\n\
             <desc id=\"{id}-desc\">Both axes are logarithmic. With {} connections, one lookup takes: ",
            self.each_size(", "),
        );
        let each = self.lines.iter().map(|(name, times)| format!("{name} {}", joined(times, ", ")));
        let _ = writeln!(svg, "{}.</desc>", each.collect::<Vec<_>>().join("; "));
        self.draw_axes(&mut svg);
        self.draw_lines(&mut svg);
        svg.push_str("</svg>\n");
        svg
    }

    fn draw_axes(&self, svg: &mut String) {
        let text = |svg: &mut String, (x, y): (f64, f64), anchor: &str, words: &str| {
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" \
                 fill=\"currentColor\">{words}</text>"
            );
        };
        text(svg, (0.0, TOP - 18.0), "start", "time for one lookup");
        text(svg, ((LEFT + RIGHT) / 2.0, BOTTOM + 40.0), "middle", "connections");
        let mut grid = String::new();
        let (least, most) = self.decades();
        let mut decade = least;
        while decade <= most {
            let time = 10_f64.powf(decade);
            let y = self.y(time);
            let _ = write!(grid, "M{LEFT} {y:.1}H{RIGHT}");
            text(svg, (LEFT - 11.0, y + 4.5), "end", &shown(time));
            decade += 1.0;
        }
        for size in &self.sizes {
            let x = self.x(*size);
            let _ = write!(grid, "M{x:.1} {TOP}V{BOTTOM}");
            text(svg, (x, BOTTOM + 20.0), "middle", &thousands(*size));
        }
        let _ =
            writeln!(svg, "<path d=\"{grid}\" stroke=\"currentColor\" stroke-opacity=\"0.25\"/>");
    }

    fn draw_lines(&self, svg: &mut String) {
        let names = self.names();
        // The first is on top: its dashes let a line below them be seen.
        for (index, (name, times)) in self.lines.iter().enumerate().rev() {
            let (dashes, shape) = STYLES[index];
            let points = self.sizes.iter().zip(times);
            let points: Vec<_> =
                points.map(|(size, time)| (self.x(*size), self.y(*time))).collect();
            let (mut line, mut marks) = (String::new(), String::new());
            for (number, (x, y)) in points.iter().enumerate() {
                let _ = write!(line, "{}{x:.1} {y:.1}", if number == 0 { 'M' } else { 'L' });
                let _ = write!(marks, "M{x:.1} {y:.1}{shape}");
            }
            // The shape stands again before the name.
            let (x, y) = (RIGHT + 18.0, names[index]);
            let _ = write!(marks, "M{x:.1} {y:.1}{shape}");
            // The last one is the course's own.
            let (color, width, fill, weight) = if index + 1 == self.lines.len() {
                ("var(--links, currentColor)", 2.5, "none", 700)
            } else {
                ("currentColor", 1.5, "currentColor", 400)
            };
            let _ = writeln!(
                svg,
                "<g style=\"color: {color}\" fill=\"none\" stroke=\"currentColor\" \
                 stroke-width=\"{width}\">\n\
                 <path d=\"{line}\" stroke-dasharray=\"{dashes}\"/>\n\
                 <path d=\"{marks}\" fill=\"{fill}\"/>\n\
                 <text x=\"{:.1}\" y=\"{:.1}\" fill=\"currentColor\" stroke=\"none\" \
                 font-weight=\"{weight}\">{name}</text>\n</g>",
                x + 10.0,
                y + 4.5,
            );
        }
    }

    /// Where the names stand: each at the end of its line, or below the one above it.
    fn names(&self) -> Vec<f64> {
        let ends = self.lines.iter().map(|(_, times)| self.y(times[times.len() - 1]));
        let mut names: Vec<_> = ends.collect();
        let mut order: Vec<_> = (0..names.len()).collect();
        order.sort_by(|a, b| names[*a].total_cmp(&names[*b]));
        for pair in order.windows(2) {
            names[pair[1]] = names[pair[1]].max(names[pair[0]] + LINE_HEIGHT);
        }
        names
    }

    /// The powers of ten between which all times are: a whole one below, with some room, and the
    /// longest time above.
    fn decades(&self) -> (f64, f64) {
        let all = || self.lines.iter().flat_map(|(_, times)| times).map(|time| time.log10());
        (
            (all().fold(f64::INFINITY, f64::min) - 0.1).floor(),
            all().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    fn x(&self, size: f64) -> f64 {
        let [first, .., last] = self.sizes[..] else { return LEFT };
        LEFT + (size / first).log10() / (last / first).log10() * (RIGHT - LEFT)
    }

    fn y(&self, time: f64) -> f64 {
        let (least, most) = self.decades();
        BOTTOM - (time.log10() - least) / (most - least) * (BOTTOM - TOP)
    }

    fn each_size(&self, between: &str) -> String {
        self.sizes.iter().map(|size| thousands(*size)).collect::<Vec<_>>().join(between)
    }
}

fn joined(times: &[f64], between: &str) -> String {
    times.iter().map(|time| shown(*time)).collect::<Vec<_>>().join(between)
}

/// `1.5 ms`: a time with two digits, or with three if all three stand before the point.
fn shown(nanoseconds: f64) -> String {
    let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];
    let fits = |(_, unit): &&(&str, f64)| nanoseconds / unit < 999.5;
    let (name, unit) = units.iter().find(fits).unwrap_or(&units[3]);
    let time = nanoseconds / unit;
    let is_whole = (time - time.round()).abs() < 0.005;
    let digits = usize::from(time < 9.95 && !is_whole);
    // A number and its unit stay on one line.
    format!("{time:.digits$}\u{a0}{name}")
}

/// `10,000`
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str =
        "connections,scan,map,other,ours\n100,60,30,5.5,5\n1000000,1.5e6,400,120,118\n";

    #[test]
    fn times_are_read_and_shown() {
        let times = Times::read(CSV).unwrap();
        assert_eq!(
            times.table().replace('\u{a0}', " "),
            "| connections | 100 | 1,000,000 |\n| --- | ---: | ---: |\n| scan | 60 ns | 1.5 ms |\n\
             | map | 30 ns | 400 ns |\n| other | 5.5 ns | 120 ns |\n| ours | 5 ns | 118 ns |\n"
        );
        let units = [0.5, 9.96, 999.6, 1234.0, 35_000.0, 2.0e9]
            .map(|time| shown(time).replace('\u{a0}', " "));
        assert_eq!(units, ["0.5 ns", "10 ns", "1 µs", "1.2 µs", "35 µs", "2 s"]);
    }

    #[test]
    fn what_is_no_time_is_named() {
        for cell in ["", "0", "-1", "nan", "5 ns", "1,2"] {
            let error = Times::read(&CSV.replace("5.5", cell)).unwrap_err();
            assert!(error.contains("line 2"), "{cell}: {error}");
        }
        assert!(Times::read("").is_err());
    }

    #[test]
    fn a_power_of_ten_is_always_as_long_and_names_do_not_overlap() {
        let times = Times::read(CSV).unwrap();
        assert!((times.y(10.0) - times.y(100.0) - (times.y(100.0) - times.y(1000.0))).abs() < 1e-9);
        assert_eq!(
            (times.x(100.0), times.x(1e4), times.x(1e6)),
            (LEFT, (LEFT + RIGHT) / 2.0, RIGHT)
        );
        let mut names = times.names();
        names.sort_by(f64::total_cmp);
        assert!(names.windows(2).all(|pair| pair[1] - pair[0] >= LINE_HEIGHT), "{names:?}");
    }

    #[test]
    fn a_plot_has_no_blank_line_and_says_in_words_what_it_shows() {
        let svg = Times::read(CSV).unwrap().svg("plot");
        assert!(svg.lines().all(|line| !line.trim().is_empty()), "{svg}");
        assert!(svg.contains("<title id=\"plot-title\">"), "{svg}");
        assert!(svg.contains("scan 60\u{a0}ns, 1.5\u{a0}ms; map 30\u{a0}ns,"), "{svg}");
    }
}
