#include "client/load/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

#include "wire/xml.hpp"

namespace pail::client::load {
namespace {

// In units of the picture.
constexpr double width = 860, left = 70, right = 20;
constexpr double panel_height = 220, panel_gap = 60, top = 60;
constexpr double height = top + 2 * panel_height + panel_gap + 50;

constexpr std::string_view style =
    "<style>svg{background:#fff;color:#24292f;font:12px sans-serif}"
    ".grid{stroke:#d0d7de;stroke-width:1}.line{fill:none;stroke-width:1.8}"
    ".c0{stroke:#0969da;fill:#0969da}.c1{stroke:#bc4c00;fill:#bc4c00}"
    ".c2{stroke:#1a7f37;fill:#1a7f37}.c3{stroke:#8250df;fill:#8250df}"
    "polyline{fill:none}text{fill:currentColor;stroke:none}.title{font-size:15px;font-weight:bold}"
    ".p50{stroke-dasharray:none}.p90{stroke-dasharray:6 3}.p99{stroke-dasharray:2 3}"
    "@media(prefers-color-scheme:dark){svg{background:#0d1117;color:#e6edf3}.grid{stroke:#30363d}"
    ".c0{stroke:#58a6ff;fill:#58a6ff}.c1{stroke:#f0883e;fill:#f0883e}"
    ".c2{stroke:#3fb950;fill:#3fb950}.c3{stroke:#bc8cff;fill:#bc8cff}}</style>\n";

using Value = std::function<double(const Sample&)>;

// What a panel shows, from the bottom up; logarithmic ones begin above 0.
struct Axis {
  double least = 0;
  double greatest = 1;
  bool logarithmic = false;

  double share(double value) const {
    if (!logarithmic) return (value - least) / (greatest - least);
    const double at = std::max(value, least);
    return std::log(at / least) / std::log(greatest / least);
  }
};

std::string escaped(const std::string& text) {
  std::string out;
  wire::append_xml_escaped(out, text);
  return out;
}

class Picture {
 public:
  Picture(const std::string& title, const std::vector<Series>& series) : series_(series) {
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
        "height=\"{1}\" role=\"img\">\n",
        width, height);
    text_ += "<title>" + escaped(title) + "</title>\n";
    text_ += style;
    label(left, 24, title, "class=\"title\"");
    for (const Series& one : series_) {
      for (const Sample& sample : one.samples) {
        seconds_ = std::max(seconds_, sample.second + sample.seconds);
      }
    }
  }

  // One scale for all of it: latencies differ by powers of ten.
  void latencies() {
    Axis axis{1e300, 0, true};
    each([&](const Sample& sample) {
      if (sample.summary.p50 > 0) {
        axis.least = std::min(axis.least, static_cast<double>(sample.summary.p50));
      }
      axis.greatest = std::max(axis.greatest, static_cast<double>(sample.summary.p99));
    });
    axis.least = std::pow(10, std::floor(std::log10(std::min(axis.least, 1e12))));
    axis.greatest = std::max(std::pow(10, std::ceil(std::log10(std::max(axis.greatest, 1.0)))),
                             axis.least * 10);
    panel(top, "latency: p50 solid, p90 dashed, p99 dotted");
    for (double at = axis.least; at <= axis.greatest * 1.01; at *= 10) {
      grid(top, axis, at, at < 1000 ? fmt::format("{} us", at) : fmt::format("{} ms", at / 1000));
    }
    lines(top, axis, "p50", [](const Sample& s) { return static_cast<double>(s.summary.p50); });
    lines(top, axis, "p90", [](const Sample& s) { return static_cast<double>(s.summary.p90); });
    lines(top, axis, "p99", [](const Sample& s) { return static_cast<double>(s.summary.p99); });
  }

  void throughput() {
    const auto rate = [](const Sample& s) {
      return s.seconds > 0 ? static_cast<double>(s.summary.requests) / s.seconds : 0;
    };
    Axis axis;
    each([&](const Sample& sample) { axis.greatest = std::max(axis.greatest, rate(sample)); });
    const double step = round_step(axis.greatest / 4);
    axis.greatest = std::ceil(axis.greatest / step) * step;
    const double y = top + panel_height + panel_gap;
    panel(y, "requests per second");
    for (double at = 0; at <= axis.greatest * 1.001; at += step) {
      grid(y, axis, at, fmt::format("{}", at));
    }
    lines(y, axis, "p50", rate);
    times(y);
  }

  std::string finish() {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const double x = left + static_cast<double>(i) * 190;
      text_ += fmt::format("<rect class=\"c{}\" x=\"{}\" y=\"{}\" width=\"14\" height=\"4\"/>\n",
                           i % 4, x, height - 16);
      label(x + 20, height - 10, series_[i].name.substr(0, 28), "");
    }
    return text_ + "</svg>\n";
  }

 private:
  // 1, 2 or 5 times a power of ten.
  static double round_step(double about) {
    const double power = std::pow(10, std::floor(std::log10(about)));
    for (const double times : {1.0, 2.0, 5.0}) {
      if (power * times >= about) return power * times;
    }
    return power * 10;
  }

  void each(const std::function<void(const Sample&)>& visit) const {
    for (const Series& one : series_) std::for_each(one.samples.begin(), one.samples.end(), visit);
  }

  static double across(double share) { return left + share * (width - left - right); }
  static double up(double panel_top, double share) {
    return panel_top + panel_height * (1 - std::clamp(share, 0.0, 1.0));
  }

  void label(double x, double y, const std::string& words, std::string_view how) {
    text_ +=
        fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, how, escaped(words));
  }

  void panel(double y, const std::string& words) { label(left, y - 8, words, ""); }

  void grid(double y, const Axis& axis, double value, const std::string& words) {
    const double at = up(y, axis.share(value));
    text_ +=
        fmt::format("<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
                    left, width - right, at);
    label(left - 6, at + 4, words, "text-anchor=\"end\"");
  }

  void times(double y) {
    const double whole = std::max(seconds_, 1e-3);
    const double step = round_step(whole / 8);
    for (double second = 0; second <= whole * 1.001; second += step) {
      label(across(second / whole), y + panel_height + 18, fmt::format("{:g} s", second),
            "text-anchor=\"middle\"");
    }
  }

  // A point in the middle of its interval.
  void lines(double y, const Axis& axis, std::string_view dashes, const Value& value) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      std::string points;
      for (const Sample& sample : series_[i].samples) {
        const double x = (sample.second + sample.seconds / 2) / std::max(seconds_, 1e-3);
        points += fmt::format("{:.1f},{:.1f} ", across(x), up(y, axis.share(value(sample))));
      }
      text_ += fmt::format("<polyline class=\"line c{} {}\" style=\"fill:none\" points=\"{}\"/>\n",
                           i % 4, dashes, points);
    }
  }

  const std::vector<Series>& series_;
  std::string text_;
  double seconds_ = 0;
};

}  // namespace

std::string plot_of(const std::string& title, const std::vector<Series>& series) {
  Picture picture(title, series);
  picture.latencies();
  picture.throughput();
  return picture.finish();
}

}  // namespace pail::client::load
