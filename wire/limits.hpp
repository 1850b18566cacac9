// Every limit of the house, each with its source. "S3" = documented or measured
// (shared/spec/semantics.md §1); "ours" = chosen here, with the reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace pail::wire::limits {

using namespace std::chrono_literals;

// S3: names and sizes.
inline constexpr std::size_t key_bytes_max = 1024;
inline constexpr std::size_t bucket_name_bytes_min = 3;
inline constexpr std::size_t bucket_name_bytes_max = 63;
inline constexpr std::uint64_t put_bytes_max = 5'368'709'120;  // 5 GiB in one PUT
inline constexpr unsigned part_number_max = 10'000;
inline constexpr std::uint64_t part_bytes_min = 5'242'880;  // 5 MiB, of all but the last
inline constexpr std::uint64_t part_bytes_max = put_bytes_max;
inline constexpr std::size_t user_metadata_bytes_max = 2048;
inline constexpr std::size_t list_keys_max = 1000;
inline constexpr std::size_t list_buckets_max = 10'000;
inline constexpr std::size_t delete_objects_max = 1000;
inline constexpr std::size_t buckets_max = 10'000;  // per account, default since Nov 2024

// S3: time.
inline constexpr auto skew_max = 900s;  // header authentication, either way, inclusive
inline constexpr std::int64_t presign_v4_max_s = 604'800;
inline constexpr std::int64_t expires_v2_max = 2'147'483'647;  // 2038-01-19

// S3: 8 KiB for the header section of a request; the query and the rest of the head are ours.
inline constexpr std::size_t header_section_bytes_max = 8 * 1024;
// Ours: request line plus headers. 8 KiB of headers and a target with a long signed query (tokens
// reach 4 KiB).
inline constexpr std::size_t head_bytes_max = 32 * 1024;
inline constexpr std::size_t target_bytes_max = 16 * 1024;  // ours: half of the head
inline constexpr std::size_t header_count_max = 200;  // ours: S3's widest request has about 60
// Ours: SDKs keep connections idle for 20 s or more; a minute serves them and frees what is
// forgotten.
inline constexpr auto idle_max = 60s;
// Ours: S3 answers RequestTimeout after about 20 s of silence.
inline constexpr auto head_time_max = 20s;
inline constexpr auto body_stall_max = 20s;  // ours: the same silence inside a body
// Ours: below Debian's default hard limit of descriptors.
inline constexpr std::size_t connections_max = 16'384;
inline constexpr auto shutdown_grace_max = 1s;  // ours: what CI waits for after SIGTERM

// S3: request documents. 1 MiB holds 1000 keys of 1024 bytes with every byte escaped as XML
// (DeleteObjects doubles it).
inline constexpr std::size_t xml_body_bytes_max = 2 * 1024 * 1024;
// Ours: 10,000 parts, each as wide as SDKs write one with a SHA-512.
inline constexpr std::size_t complete_upload_body_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t create_bucket_body_bytes_max = 64 * 1024;
inline constexpr unsigned xml_depth_max = 32;  // ours: S3's deepest request document has 8

// Ours: forms of STS and IAM. A policy document may have 131,072 characters, white space counted,
// of three bytes each once they are percent-encoded; the rest is small.
inline constexpr std::size_t query_form_bytes_max = 512 * 1024;

// aws-chunked framing (ours; shared/spec/semantics.md §11 suggests them).
inline constexpr std::size_t chunk_size_digits_max = 16;
// The longest line we know has 177: a size, and V4A's signature of 144 characters with its name.
inline constexpr std::size_t chunk_line_bytes_max = 16 + 256;
inline constexpr std::size_t trailer_bytes_max = 8 * 1024;
inline constexpr std::size_t chunk_bytes_min = 8192;  // S3: all chunks but the last data chunk

// IAM: a policy document as a parameter, white space included (what counts is far less).
inline constexpr std::size_t policy_bytes_max = 128 * 1024;
// Ours: a list of values below a condition key is the sixth level, and the deepest there is.
inline constexpr std::size_t policy_depth_max = 8;
// Ours: the largest policy, a bucket's 20,480 bytes, holds 445 of the shortest statement there is.
inline constexpr std::size_t policy_statements_max = 512;

// S3: what stands before the content of the file in a form upload.
inline constexpr std::size_t form_fields_bytes_max = 20'480;
inline constexpr std::size_t form_boundary_bytes_max = 70;  // RFC 2046 §5.1.1
// Ours: a file name of 255 bytes, each percent-encoded, and a few lines beside it are 2 KiB.
inline constexpr std::size_t form_part_header_bytes_max = 8 * 1024;
// Ours: white space between a boundary and its line end, which hardly anybody sends.
inline constexpr std::size_t form_padding_bytes_max = 64;
inline constexpr unsigned policy_json_depth_max = 8;  // ours: a form's policy needs 3

// Explanations of wrong signatures (ours): each costs up to 2 ms, so a flood of them takes a tenth
// of one core. The burst is what a test suite with a broken client sends before anybody looks.
inline constexpr unsigned explanations_per_second = 50;
inline constexpr unsigned explanations_burst = 200;

}  // namespace pail::wire::limits
