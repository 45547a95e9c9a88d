using System.Text.Json.Serialization;
using Hourglass.Archives;
using Hourglass.Cli.Commands;
using Hourglass.Runs;
using Hourglass.Runs.Texts;

namespace Hourglass.Cli;

/// <summary>What --json prints: one object per command, names in camel case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Restoration))]
[JsonSerializable(typeof(Encoded))]
[JsonSerializable(typeof(Decoded))]
[JsonSerializable(typeof(Mapped))]
[JsonSerializable(typeof(Restored))]
[JsonSerializable(typeof(FoundOutliers))]
[JsonSerializable(typeof(Drifted))]
[JsonSerializable(typeof(MislabelsReport))]
[JsonSerializable(typeof(PictureOutlierReport))]
[JsonSerializable(typeof(TextOutlierReport))]
[JsonSerializable(typeof(Network))]
[JsonSerializable(typeof(DataDescription))]
[JsonSerializable(typeof(KnownNames))]
[JsonSerializable(typeof(Fetched))]
[JsonSerializable(typeof(LearnedTable))]
[JsonSerializable(typeof(LearnedWords))]
[JsonSerializable(typeof(Packed))]
[JsonSerializable(typeof(Unpacked))]
[JsonSerializable(typeof(Listed))]
[JsonSerializable(typeof(AlikePictures))]
[JsonSerializable(typeof(CodeRankings))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(ArchiveDescription))]
[JsonSerializable(typeof(Summarized))]
[JsonSerializable(typeof(FoundSentences))]
[JsonSerializable(typeof(SentencePairs))]
[JsonSerializable(typeof(SimilarWords))]
[JsonSerializable(typeof(WordMap))]
[JsonSerializable(typeof(WordExport))]
[JsonSerializable(typeof(TrainedWords))]
#if !USE_ONLY
[JsonSerializable(typeof(TrainedSentences))]
#endif
internal sealed partial class CliJson : JsonSerializerContext;
