using System.Numerics.Tensors;

namespace Hourglass.Numerics;

/// <summary>Gives the value of a function at a point and writes its gradient.</summary>
internal delegate double SmoothFunction(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>L-BFGS (Liu and Nocedal, 1989) with halved steps: finds the minimum of a smooth convex function.</summary>
internal static class QuasiNewton
{
    private const int Remembered = 10;
    private const int MaxSteps = 300;
    private const int MaxHalvings = 20;
    private const double Slope = 1e-4;
    private const double Still = 1e-7;
    private const double Flat = 1e-5;

    /// <summary>Starts at zero and goes on until the gradient is flat, the value stands still or 300 steps are done.</summary>
    public static double[] Minimize(SmoothFunction function, int size, CancellationToken cancellation = default)
    {
        var (point, gradient, direction) = (new double[size], new double[size], new double[size]);
        var (nextPoint, nextGradient) = (new double[size], new double[size]);
        var memory = new List<(double[] Step, double[] Change, double Product)>();
        var value = function(point, gradient);
        for (var step = 0; step < MaxSteps && TensorPrimitives.Norm<double>(gradient) > Flat; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Direct(gradient, memory, direction);
            var slope = TensorPrimitives.Dot<double>(gradient, direction);
            var length = memory.Count > 0 ? 1 : Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient));
            var next = double.NaN;
            for (var halving = 0; halving < MaxHalvings; halving++, length /= 2)
            {
                TensorPrimitives.MultiplyAdd(direction, length, point, nextPoint);
                next = function(nextPoint, nextGradient);
                if (next <= value + Slope * length * slope)
                    break;
            }

            if (!(next < value))
                break; // as low as rounding lets it be seen
            Remember(memory, nextPoint, point, nextGradient, gradient);
            var gain = value - next;
            (point, nextPoint, gradient, nextGradient, value) = (nextPoint, point, nextGradient, gradient, next);
            if (gain <= Still * Math.Abs(value))
                break;
        }

        return point;
    }

    private static void Direct(double[] gradient, List<(double[] Step, double[] Change, double Product)> memory, double[] direction)
    {
        TensorPrimitives.Negate<double>(gradient, direction);
        Span<double> weights = stackalloc double[Remembered];
        for (var i = memory.Count - 1; i >= 0; i--)
        {
            weights[i] = TensorPrimitives.Dot<double>(memory[i].Step, direction) / memory[i].Product;
            TensorPrimitives.MultiplyAdd(memory[i].Change, -weights[i], direction, direction);
        }

        if (memory.Count > 0)
            TensorPrimitives.Multiply(direction, memory[^1].Product / TensorPrimitives.SumOfSquares<double>(memory[^1].Change), direction);
        for (var i = 0; i < memory.Count; i++)
        {
            var weight = weights[i] - TensorPrimitives.Dot<double>(memory[i].Change, direction) / memory[i].Product;
            TensorPrimitives.MultiplyAdd(memory[i].Step, weight, direction, direction);
        }
    }

    private static void Remember(
        List<(double[] Step, double[] Change, double Product)> memory, double[] nextPoint, double[] point, double[] nextGradient, double[] gradient)
    {
        var (step, change) = (new double[point.Length], new double[point.Length]);
        TensorPrimitives.Subtract<double>(nextPoint, point, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var product = TensorPrimitives.Dot<double>(step, change);
        if (product <= 1e-12 * TensorPrimitives.SumOfSquares<double>(change))
            return;
        if (memory.Count == Remembered)
            memory.RemoveAt(0);
        memory.Add((step, change, product));
    }
}
