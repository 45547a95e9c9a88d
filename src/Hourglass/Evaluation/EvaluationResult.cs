using System.Text.Json;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>What a model is worth on one data set, beside the simple things a sceptic would try. Errors are in network units, [0, 1].</summary>
public sealed record EvaluationResult
{
    /// <summary>The data set's name.</summary>
    public required string Data { get; init; }

    /// <summary>How many samples were looked at.</summary>
    public required int Samples { get; init; }

    /// <summary>The shape of a sample.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>The length of the code.</summary>
    public required int CodeLength { get; init; }

    /// <summary>The model first, then the baselines.</summary>
    public required IReadOnlyList<MethodResult> Methods { get; init; }

    /// <summary>The model's mean squared error of each sample.</summary>
    public required float[] SampleErrors { get; init; }

    /// <summary>How each value of the code is used.</summary>
    public required IReadOnlyList<CodeStatistics> Codes { get; init; }

    /// <summary>
    /// This result as one line of JSON, names in camel case; an infinite PSNR is the string <c>"Infinity"</c>. For a short line, leave
    /// <see cref="SampleErrors"/> empty.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationResult);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">The text is no evaluation.</exception>
    public static EvaluationResult FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationResult)
                ?? throw new DataException("The evaluation is null; expected an object: run evaluate again.");
        }
        catch (JsonException broken)
        {
            throw new DataException($"This is no evaluation ({broken.Message}); run evaluate again.", broken);
        }
    }
}

/// <summary>One row of the comparison.</summary>
/// <param name="Method">Architecture and code length: for example <c>conv-16</c> or <c>PCA-16</c>.</param>
/// <param name="Mse">Mean squared error over all values.</param>
/// <param name="Psnr">Of that error, in dB with a peak of 1.</param>
/// <param name="Ssim">Mean structural similarity (Wang et al., 2004) of pictures; null for vectors.</param>
/// <param name="KnnAccuracy">Share of labels that the five nearest codes of labelled samples get right; null without labels.</param>
/// <param name="ProbeAccuracy">Share of labels that a linear classifier on the codes gets right; null without labels.</param>
public sealed record MethodResult(string Method, double Mse, double Psnr, double? Ssim, double? KnnAccuracy, double? ProbeAccuracy);

/// <summary>How one value of the code is used.</summary>
/// <param name="Index">Which value, from 0.</param>
/// <param name="Mean">Its mean over the data.</param>
/// <param name="StandardDeviation">Its standard deviation.</param>
/// <param name="ActiveShare">The share of samples in which it is not zero.</param>
/// <param name="Dead">Whether it says nothing: its standard deviation is below a thousandth of the largest one.</param>
public sealed record CodeStatistics(int Index, double Mean, double StandardDeviation, double ActiveShare, bool Dead);
