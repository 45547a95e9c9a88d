namespace Hourglass.Training.Networks;

/// <summary>Adam over an array (Kingma and Ba, 2014, arXiv 1412.6980).</summary>
internal sealed class FlatAdam(int count)
{
    private const float Momentum = 0.9f;
    private const float SquareMomentum = 0.99f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private long _step;

    /// <summary>Moves the weights against their gradient.</summary>
    public void Step(Span<float> weights, ReadOnlySpan<float> gradient, float learningRate)
    {
        _step++;
        var meanScale = learningRate / (1 - MathF.Pow(Momentum, _step));
        var squareScale = 1 / (1 - MathF.Pow(SquareMomentum, _step));
        for (var i = 0; i < weights.Length; i++)
        {
            var slope = gradient[i];
            _mean[i] += (1 - Momentum) * (slope - _mean[i]);
            _square[i] += (1 - SquareMomentum) * ((slope * slope) - _square[i]);
            weights[i] -= meanScale * _mean[i] / (MathF.Sqrt(_square[i] * squareScale) + Epsilon);
        }
    }
}
