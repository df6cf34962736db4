-- AlterEnum
ALTER TYPE "RouteState" ADD VALUE 'UPDATING';

-- AlterTable
ALTER TABLE "AppEnvironment" ADD COLUMN     "traffic" JSONB NOT NULL DEFAULT '{}';
