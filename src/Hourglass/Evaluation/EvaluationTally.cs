using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Adds up, batch after batch, what a model and its linear baseline make of samples. Errors and codes are kept, samples are not.</summary>
internal sealed class EvaluationTally
{
    private readonly SampleShape _shape;
    private readonly int _codeLength;
    private readonly Normalization _normalization;
    private readonly Pca? _pca;
    private readonly Ssim? _ssim;
    private readonly float[] _errors;
    private readonly float[] _codes;
    private readonly float[] _pcaCodes;
    private float[] _samples = [];
    private float[] _outputs = [];
    private double _squares, _pcaSquares, _similarity, _pcaSimilarity;
    private int _done;

    /// <summary>For so many samples of a shape; pictures are also compared by structural similarity.</summary>
    public EvaluationTally(int count, SampleShape shape, int codeLength, Normalization normalization, Pca? pca)
    {
        (_shape, _codeLength, _normalization, _pca) = (shape, codeLength, normalization, pca);
        _ssim = shape.IsVector ? null : new Ssim(shape);
        _errors = new float[count];
        _codes = new float[checked(count * codeLength)];
        _pcaCodes = new float[checked(count * (pca?.CodeLength ?? 0))];
    }

    /// <summary>The codes so far, <c>[N, n]</c>.</summary>
    public float[] Codes => _codes;

    /// <summary>The baseline's codes so far, <c>[N, m]</c>; empty without a baseline.</summary>
    public float[] PcaCodes => _pcaCodes;

    /// <summary>The model's mean squared error of each sample, in network units.</summary>
    public float[] SampleErrors => _errors;

    /// <summary>Takes one batch: samples and outputs <c>[N, C, H, W]</c> in stored units, codes <c>[N, n]</c>.</summary>
    /// <param name="first">The index of the first sample.</param>
    /// <param name="samples">What went in.</param>
    /// <param name="codes">Their codes.</param>
    /// <param name="outputs">What came out.</param>
    public void Add(int first, ReadOnlyMemory<float> samples, ReadOnlyMemory<float> codes, ReadOnlyMemory<float> outputs)
    {
        var size = _shape.Size;
        var count = samples.Length / size;
        if (_samples.Length < samples.Length)
            (_samples, _outputs) = (new float[samples.Length], new float[samples.Length]);
        var inputs = _samples.AsSpan(0, samples.Length);
        var results = _outputs.AsSpan(0, samples.Length);
        Pca.Normalize(samples.Span, _normalization, inputs);
        Pca.Normalize(outputs.Span, _normalization, results);
        codes.Span.CopyTo(_codes.AsSpan(first * _codeLength));

        var errors = _errors.AsSpan(first, count);
        Metrics.SampleMse(inputs, results, errors);
        foreach (var error in errors)
            _squares += error;
        _similarity += Similarity(inputs, results);
        if (_pca is not null)
        {
            var pcaCodes = _pcaCodes.AsSpan(first * _pca.CodeLength, count * _pca.CodeLength);
            _pca.Encode(inputs, pcaCodes);
            _pca.Decode(pcaCodes, results);
            _pcaSquares += Metrics.Mse(inputs, results) * count;
            _pcaSimilarity += Similarity(inputs, results);
        }

        _done += count;
    }

    /// <summary>The row of the model.</summary>
    public MethodResult ModelRow(string method, (double Knn, double Probe)? accuracy) => Row(method, _squares, _similarity, accuracy);

    /// <summary>The row of the baseline.</summary>
    public MethodResult PcaRow(string method, (double Knn, double Probe)? accuracy) => Row(method, _pcaSquares, _pcaSimilarity, accuracy);

    private MethodResult Row(string method, double squares, double similarity, (double Knn, double Probe)? accuracy)
    {
        var mse = squares / Math.Max(1, _done);
        return new MethodResult(
            method, mse, Metrics.Psnr(mse), _ssim is null ? null : similarity / Math.Max(1, _done), accuracy?.Knn, accuracy?.Probe);
    }

    private double Similarity(ReadOnlySpan<float> inputs, ReadOnlySpan<float> results)
    {
        var sum = 0.0;
        for (var at = 0; at < inputs.Length && _ssim is not null; at += _shape.Size)
            sum += _ssim.Mean(inputs.Slice(at, _shape.Size), results.Slice(at, _shape.Size));
        return sum;
    }
}
