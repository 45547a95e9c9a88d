using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Training.Tests;

/// <summary>Small pictures with something to learn in them: one bright bar, at a random place and angle, on a dim gradient.</summary>
internal sealed class Samples(SampleShape shape, ulong seed) : IDataSource
{
    public void Read(int index, Span<float> destination)
    {
        var rng = new Rng(seed, (ulong)index);
        var (angle, place, shade) = (rng.NextSingle(0, MathF.PI), rng.NextSingle(-0.5f, 0.5f), rng.NextSingle(0, 80));
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
        for (var i = 0; i < destination.Length; i++)
        {
            var x = (float)(i % shape.Width) / shape.Width - 0.5f;
            var y = (float)(i / shape.Width % shape.Height) / shape.Height - 0.5f;
            destination[i] = MathF.Min(255, shade * (x + 0.5f) + 200 * MathF.Exp(-40 * MathF.Pow(x * cos + y * sin - place, 2)));
        }
    }

    public void Dispose()
    {
    }
}
